#include "identity/managed_identity.hpp"

#include "base/ascii.hpp"
#include "identity/detail/answer_message.hpp"
#include "identity/detail/arc_challenge.hpp"
#include "identity/detail/imds_answers.hpp"
#include "identity/detail/token_answer.hpp"
#include "identity/scope.hpp"

#include <algorithm>
#include <array>
#include <atomic>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;

constexpr int local_retries_max = 3;  // sidecars that are still starting
constexpr std::chrono::milliseconds local_wait = 1s;

result<std::string> asked_resource(const token_request& request)
{
    if (request.scopes.size() != 1)
        return error{errc::invalid_input, "a managed identity is asked for exactly one scope, not " +
                                              std::to_string(request.scopes.size())};
    auto resource = resource_of(request.scopes.front());
    if (resource.empty()) return error{errc::invalid_input, "the scope names no resource"};
    return resource;
}

bool is_transient(unsigned status)
{
    constexpr std::array<unsigned, 7> statuses = {404, 408, 429, 500, 502, 503, 504};
    return std::ranges::find(statuses, status) != statuses.end();
}

// Of every source but IMDS.
retry_policy local_retries(endpoint_origin origin)
{
    const auto wait = [origin](int tries, const http_answer* answer,
                               const error*) -> std::optional<std::chrono::milliseconds> {
        const bool is_worth_it =
            answer != nullptr ? is_transient(answer->status) : origin == endpoint_origin::announced;
        return is_worth_it && tries <= local_retries_max ? std::optional(local_wait) : std::nullopt;
    };
    return {.wait_before_next = wait};
}

// No answer came. What the caller brought about stays as it is; nobody there is "not here", unless announced.
error no_answer(managed_source source, endpoint_origin origin, const error& problem, const host& machine,
                deadline until)
{
    const bool is_over = problem.code == errc::timed_out && machine.steady_now() >= until;
    if (problem.code == errc::cancelled || is_over) return problem;
    const bool is_missing = origin == endpoint_origin::assumed &&
                            (problem.code == errc::unreachable || problem.code == errc::timed_out);
    return {is_missing ? errc::credential_unavailable : errc::authentication_failed,
            "no answer from the managed identity endpoint of " + std::string(name_of(source)) + ": " +
                problem.detail};
}

// These two have the identities of an app, and answer 400 when the app has none, or not this one: the
// endpoint is announced to every app, so that alone says nothing about a login.
bool lacks_identity(managed_source source, unsigned status)
{
    return status == 400 &&
           (source == managed_source::app_service || source == managed_source::machine_learning);
}

// A refusal of any source but IMDS.
error refusal(managed_source source, const http_answer& answer, const std::optional<identity_selector>& which)
{
    const auto problem = read_answer_problem(answer.body);
    std::string detail = std::string(name_of(source)) + " answered " + std::to_string(answer.status);
    if (!problem.code.empty()) detail += " " + problem.code;
    if (!problem.message.empty()) detail += ": " + problem.message;
    if (answer.status == 400 && !which)
        detail += " (with user-assigned identities only, one must be chosen: set AZURE_CLIENT_ID)";
    else if (answer.status == 400)
        detail += " (asked for " + describe(which) + ")";
    return {
        lacks_identity(source, answer.status) ? errc::credential_unavailable : errc::authentication_failed,
        std::move(detail)};
}

class managed_identity_credential final : public token_credential {
public:
    managed_identity_credential(const host& machine, managed_identity_options options)
        : machine_(machine), options_(std::move(options))
    {
    }

    std::string_view name() const override { return "ManagedIdentityCredential"; }
    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override;

private:
    asio::awaitable<result<access_token>> ask_imds(managed_call call, imds_patience patience, deadline until);
    asio::awaitable<result<void>> probe_imds(deadline until);
    asio::awaitable<result<access_token>> ask_arc(managed_call call, deadline until);
    asio::awaitable<result<access_token>> ask_local(managed_source source, managed_call call, deadline until);
    result<access_token> read_token(managed_source source, const http_answer& answer,
                                    wall_time asked_at) const;

    const host& machine_;
    const managed_identity_options options_;
    std::atomic<bool> imds_has_answered_{false};
};

asio::awaitable<result<access_token>> managed_identity_credential::get_token(token_request request,
                                                                             deadline until)
{
    const auto resource = asked_resource(request);
    if (!resource) co_return resource.error();
    const auto source = find_managed_source(machine_);
    auto call = make_managed_call(source, machine_, *resource, options_.user_assigned);
    if (!call) co_return call.error();

    if (source == managed_source::arc) co_return co_await ask_arc(std::move(*call), until);
    if (source != managed_source::imds) co_return co_await ask_local(source, std::move(*call), until);
    const bool is_soft = request.origin == asked_by::chain && options_.probe == imds_probe::in_a_chain;
    const auto patience = is_soft ? imds_patience::chain : imds_patience::full;
    if (is_soft && call->origin == endpoint_origin::assumed && !imds_has_answered_)
        if (auto there = co_await probe_imds(until); !there) co_return there.error();
    co_return co_await ask_imds(std::move(*call), patience, until);
}

// One try without the header that makes it count, so that whoever answers costs nothing.
asio::awaitable<result<void>> managed_identity_credential::probe_imds(deadline until)
{
    auto probe = make_imds_probe(machine_);
    if (!probe) co_return probe.error();
    probe->call.connect_timeout = options_.probe_max;
    const deadline probe_until = std::min(until, machine_.steady_now() + options_.probe_max);
    const auto answer = co_await machine_.exchange(std::move(probe->call), probe_until);
    if (!answer) {
        if (answer.error().code == errc::cancelled || machine_.steady_now() >= until)
            co_return answer.error();
        co_return error{errc::credential_unavailable,
                        "there is no managed identity endpoint here: IMDS did not answer a probe within " +
                            std::to_string(options_.probe_max.count()) + " ms"};
    }
    // Docker Desktop answers for the address, in the language of the user: no text can be relied on.
    if (answer->status == 403)
        co_return error{errc::credential_unavailable,
                        "there is no managed identity endpoint here: something else answered 403 for IMDS"};
    imds_has_answered_ = true;
    co_return result<void>();
}

asio::awaitable<result<access_token>> managed_identity_credential::ask_imds(managed_call call,
                                                                            imds_patience patience,
                                                                            deadline until)
{
    const auto asked_at = machine_.wall_now();
    auto retries = imds_retries(machine_, patience);
    const auto answer =
        co_await exchange_with_retries(machine_, std::move(call.call), std::move(retries), until);
    if (!answer) co_return no_answer(managed_source::imds, call.origin, answer.error(), machine_, until);
    if (answer->status != 200) co_return imds_problem(*answer, patience, options_.user_assigned);
    const auto begin = ascii::trimmed_left(answer->body);
    if (!begin.starts_with('{')) co_return imds_problem(*answer, patience, options_.user_assigned);
    co_return read_token(managed_source::imds, *answer, asked_at);
}

// The agent proves that we are on its machine: it names a file that only members of its group can read.
asio::awaitable<result<access_token>> managed_identity_credential::ask_arc(managed_call call, deadline until)
{
    const auto asked_at = machine_.wall_now();
    auto retries = local_retries(call.origin);
    const auto first = co_await exchange_with_retries(machine_, call.call, retries, until);
    if (!first) co_return no_answer(managed_source::arc, call.origin, first.error(), machine_, until);
    // Not the agent's way, but that of proxies for developers.
    if (first->status == 200) co_return read_token(managed_source::arc, *first, asked_at);
    if (first->status != 401) co_return refusal(managed_source::arc, *first, options_.user_assigned);

    const auto path = read_arc_challenge(first->headers.find("WWW-Authenticate"));
    if (!path) co_return path.error();
    const auto key = machine_.read_file(*path, arc_key_bytes_max);
    if (!key)
        co_return error{errc::authentication_failed, "cannot read Azure Arc's key: " + key.error().detail +
                                                         " (this user must be a member of the group himds)"};
    call.call.headers.set("Authorization", "Basic " + std::string(ascii::trimmed(*key)));
    auto second = co_await ask_local(managed_source::arc, std::move(call), until);
    co_return second;
}

asio::awaitable<result<access_token>> managed_identity_credential::ask_local(managed_source source,
                                                                             managed_call call,
                                                                             deadline until)
{
    const auto asked_at = machine_.wall_now();
    auto retries = local_retries(call.origin);
    const auto answer =
        co_await exchange_with_retries(machine_, std::move(call.call), std::move(retries), until);
    if (!answer) co_return no_answer(source, call.origin, answer.error(), machine_, until);
    if (answer->status != 200) co_return refusal(source, *answer, options_.user_assigned);
    co_return read_token(source, *answer, asked_at);
}

result<access_token> managed_identity_credential::read_token(managed_source source, const http_answer& answer,
                                                             wall_time asked_at) const
{
    auto token = read_token_answer(answer.body, asked_at);
    if (token) return token;
    return error{errc::authentication_failed,
                 "cannot use what " + std::string(name_of(source)) + " sent: " + token.error().detail};
}

}  // namespace

result<std::unique_ptr<token_credential>> make_managed_identity(const host& machine,
                                                                managed_identity_options options)
{
    if (options.user_assigned && options.user_assigned->id.empty())
        return error{errc::invalid_input,
                     "the id of the managed identity is empty: leave it out for the system-assigned one"};
    return std::unique_ptr<token_credential>(
        std::make_unique<managed_identity_credential>(machine, std::move(options)));
}

}  // namespace parley::identity
