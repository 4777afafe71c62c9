// parley doctor: what keeps something from working, and what to type to mend it.
#include "base/json_text.hpp"
#include "cli/answerer.hpp"
#include "cli/arguments.hpp"
#include "cli/doctor_report.hpp"
#include "cli/fallback_places.hpp"
#include "cli/model_access.hpp"
#include "cli/run_interruptible.hpp"
#include "cli/stderr_log.hpp"
#include "doctor/keyless.hpp"
#include "identity/token_claims.hpp"
#include "openai/address.hpp"
#include "openai/model_family.hpp"
#include "openai/request_id.hpp"

#include <algorithm>
#include <iostream>

namespace parley::cli {
namespace {

constexpr std::chrono::seconds call_max{60};

doctor::principal_kind kind_of(identity::subject_kind subject)
{
    switch (subject) {
        case identity::subject_kind::user:
            return doctor::principal_kind::user;
        case identity::subject_kind::application:
            return doctor::principal_kind::application;
        case identity::subject_kind::unknown:
            break;
    }
    return doctor::principal_kind::unknown;
}

doctor::token_facts facts_of(const identity::chained_credential& chain, const secret& token)
{
    doctor::token_facts facts;
    for (const auto& member : chain.outcomes())
        if (!member.problem) facts.credential = member.name;
    if (const auto claims = identity::read_claims(token)) {
        facts.tenant = claims->tenant;
        facts.audience = claims->audience;
        facts.who = {claims->object_id, kind_of(claims->subject)};
    }
    return facts;
}

// What a model may answer at most, as serve limits it for such a model. Responses take no fewer than 16.
std::string limit_of(const model_place& place)
{
    if (place.api == openai::chat_api::responses) return R"(,"max_output_tokens":16)";
    return openai::is_reasoning_model(place.model) ? R"(,"max_completion_tokens":16)" : R"(,"max_tokens":16)";
}

// The smallest call that tells role, network and deployment apart, by the API that is configured. It sends
// nothing of anybody's documents.
identity::http_call ping(const model_place& place)
{
    openai::endpoint where{.base_url = place.base_url, .style = place.style};
    if (!place.api_version.empty()) where.api_version = place.api_version;
    const bool is_chat = place.api == openai::chat_api::completions;
    identity::http_call call{
        .method = "POST",
        .url = openai::url_of(where, is_chat ? "/chat/completions" : "/responses", place.model)};
    call.headers = {{"Content-Type", "application/json"}};
    call.body = R"({"model":)";
    append_json_string(call.body, place.model);
    call.body +=
        is_chat ? R"(,"messages":[{"role":"user","content":"ping"}])" : R"(,"input":"ping","store":false)";
    call.body += limit_of(place) + "}";
    call.answer_bytes_max = 256 * 1024;
    call.route = identity::through_proxy::as_configured;
    return call;
}

asio::awaitable<result<doctor::call_facts>> call_model(const identity::host& machine, std::string deployment,
                                                       identity::http_call call)
{
    doctor::call_facts facts{std::move(deployment), openai::shown_address(call.url)};
    auto answer = co_await machine.exchange(std::move(call), deadline_after(call_max));
    if (!answer && answer.error().code == errc::cancelled) co_return answer.error();
    if (answer)
        facts.reply = doctor::service_reply{answer->status, std::move(answer->body),
                                            openai::request_id_of(answer->headers)};
    else
        facts.problem = answer.error();
    co_return facts;
}

// Whether the key is taken at all: a resource may have keys switched off.
asio::awaitable<result<void>> try_key(const model_place& place, const identity::host& machine,
                                      doctor::keyless_facts& facts)
{
    facts.keys_set = {place.key_variable};
    auto call = ping(place);
    openai::sign(call.headers, place.style, place.key);
    auto tried = co_await call_model(machine, place.model, std::move(call));
    if (!tried) co_return tried.error();
    facts.with_key = std::move(*tried);
    co_return result<void>();
}

// The first place with the models that are there, too, then every other one that takes tokens.
std::vector<std::vector<model_place>> by_address(const model_place& first, std::vector<model_place> fallbacks)
{
    std::vector<std::vector<model_place>> groups{{first}};
    for (auto& place : fallbacks) {
        const auto same = std::ranges::find_if(
            groups, [&place](const auto& group) { return has_login_of(group.front(), place); });
        if (same != groups.end())
            same->push_back(std::move(place));
        else if (!place.scope.empty())
            groups.push_back({std::move(place)});
    }
    return groups;
}

asio::awaitable<result<doctor::keyless_facts>> gather(std::vector<model_place> places,
                                                      const identity::host& machine,
                                                      identity::chained_credential& chain,
                                                      deadline token_until)
{
    const auto& place = places.front();
    doctor::keyless_facts facts;
    facts.host = http::parse_url(place.base_url)->where.host;
    facts.scope = place.scope;
    if (!place.key_variable.empty())
        if (const auto tried = co_await try_key(place, machine, facts); !tried) co_return tried.error();
    identity::token_request request;
    request.scopes = {place.scope};
    auto token = co_await chain.get_token(std::move(request), token_until);
    if (!token) {
        if (token.error().code == errc::cancelled) co_return token.error();
        facts.token_problem = token.error();
        co_return facts;
    }
    facts.token = facts_of(chain, token->text);
    for (const auto& each : places) {
        auto call = ping(each);
        call.headers.set("Authorization", "Bearer " + token->text.reveal());
        auto called = co_await call_model(machine, each.model, std::move(call));
        if (!called) co_return called.error();
        facts.calls.push_back(std::move(*called));
    }
    co_return facts;
}

// What is missing before anything can be asked; empty when nothing is.
std::string missing(const model_place& place)
{
    if (place.scope.empty())
        return openai::shown_address(place.base_url) +
               " takes no Entra tokens by its name: set AZURE_OPENAI_ENDPOINT, or --token-scope "
               "for a gateway of your own";
    if (place.model.empty()) return "no deployment to call: name it with --model";
    if (const auto allowed = openai::may_carry_login(place.base_url); !allowed) return allowed.error().detail;
    return {};
}

exit_status examine_keyless(const settings& values)
{
    const auto certificates = read_extra_certificates(values);
    const auto place = read_model_place(values);
    if (!certificates || !place) {
        complain(certificates ? place.error().detail : certificates.error().detail);
        return wrong_usage;
    }
    if (const auto what = missing(*place); !what.empty()) {
        complain(what);
        return wrong_usage;
    }
    const auto fallbacks = read_fallback_places(*place, values);
    if (!fallbacks) {
        complain(fallbacks.error().detail);
        return wrong_usage;
    }
    const identity::system_host machine(proxies_of(values), {*certificates});
    stderr_log log(log_level::error);  // the findings say the rest
    identity::default_chain_options options;
    options.process_timeout = std::chrono::seconds(values.number("process-timeout-seconds"));
    const auto chain = identity::make_default_chain(machine, log, options);
    if (!chain) {
        complain(chain.error().detail);
        return wrong_usage;
    }
    std::vector<doctor::finding> findings;
    for (auto& group : by_address(*place, *fallbacks)) {
        const auto token_until = deadline_after(identity::search_max(options.process_timeout));
        const auto facts = run_interruptible(gather(std::move(group), machine, **chain, token_until));
        if (!facts) {
            complain(facts.error().detail);
            return could_not_run;
        }
        std::ranges::move(doctor::explain_keyless(*facts), std::back_inserter(findings));
    }
    std::cout << (values.is_set("json") ? findings_json(findings) : findings_text(findings));
    return std::ranges::all_of(findings, [](const auto& f) { return f.outcome == doctor::verdict::good; })
               ? good
               : found_problems;
}

}  // namespace

exit_status run_doctor(const command_line& given)
{
    if (given.operands != std::vector<std::string>{"keyless"}) {
        complain("parley doctor takes what to examine: keyless (see parley doctor --help)");
        return wrong_usage;
    }
    return examine_keyless(given.values);
}

}  // namespace parley::cli
