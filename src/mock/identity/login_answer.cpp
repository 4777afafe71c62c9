#include "mock/identity/login_answer.hpp"

#include "http/query_value.hpp"
#include "mock/identity/authorize.hpp"
#include "mock/identity/device_code.hpp"
#include "mock/identity/discovery.hpp"
#include "mock/identity/entra.hpp"
#include "mock/identity/entra_errors.hpp"
#include "mock/identity/managed.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

// Versions of Azure Arc; its agent answers at the path of IMDS.
bool is_arc_version(std::string_view version)
{
    return version == "2019-11-01" || version == "2020-06-01";
}

login_source metadata_source(const http::request& from)
{
    const auto version = http::query_value(from.query, "api-version").value_or("");
    return is_arc_version(version) ? login_source::arc : login_source::imds;
}

login_source machine_source(const http::request& from)
{
    if (from.method == "POST") return login_source::cloud_shell;
    const auto version = http::query_value(from.query, "api-version").value_or("");
    return version == "2017-09-01" ? login_source::azure_ml : login_source::app_service;
}

// What follows the tenant in a path of Entra.
std::string_view below_tenant(std::string_view path)
{
    const auto end = path.find('/', 1);
    return end == std::string_view::npos || end == 1 ? std::string_view() : path.substr(end);
}

// A refusal as this place words it, with whatever the rule says itself.
http::response usual_failure(const login_state& with, const login_call& call, const login_fault& rule)
{
    if (rule.aadsts && call.at == login_source::authorize)
        return refuse_authorize(with, call, {*rule.aadsts});
    if (rule.aadsts && is_of_entra(call.at)) return entra_error(call, *rule.aadsts);
    if (is_of_entra(call.at)) return entra_failure(call, rule.status);
    return managed_problem(call.at, rule.status, "mock_fault",
                           "The mock was told to answer " + std::to_string(rule.status) + ".");
}

http::response failed(const login_state& with, const login_call& call, const login_fault& rule)
{
    auto answer = usual_failure(with, call, rule);
    if (rule.status != 0) answer.status = rule.status;
    if (rule.body) {
        answer.body = *rule.body;
        answer.headers.set("Content-Type", rule.content_type);
    }
    if (rule.retry_after) answer.headers.set("Retry-After", std::to_string(rule.retry_after->count()));
    return answer;
}

http::response give(login_state& with, const login_call& call)
{
    if (call.at == login_source::entra) return answer_entra(with, call);
    if (call.at == login_source::authorize) return answer_authorize(with, call);
    if (call.at == login_source::device_code) return answer_device_code(with, call);
    if (call.at == login_source::discovery) return answer_discovery(with, call);
    return answer_managed(with, call);
}

}  // namespace

std::optional<login_source> find_login_source(const http::request& from)
{
    std::string_view path(from.path);
    if (path.ends_with('/')) path.remove_suffix(1);  // as npm asks IMDS
    if (path == "/metadata/identity/oauth2/token") return metadata_source(from);
    if (path == "/msi/token" || path == "/oauth2/token") return machine_source(from);
    const auto rest = below_tenant(path);
    if (rest == "/oauth2/v2.0/token" || rest == "/oauth2/token") return login_source::entra;
    if (rest == "/oauth2/v2.0/authorize" || rest == "/oauth2/authorize") return login_source::authorize;
    if (rest == "/oauth2/v2.0/devicecode" || rest == "/oauth2/devicecode") return login_source::device_code;
    const bool is_known_about =
        rest == "/.well-known/openid-configuration" || rest == "/v2.0/.well-known/openid-configuration" ||
        rest == "/discovery/keys" || rest == "/discovery/v2.0/keys" || rest == "/discovery/instance";
    if (is_known_about) return login_source::discovery;
    return std::nullopt;
}

login_answer answer_login(login_state& with, const http::request& from, login_source at, login_time now,
                          std::uint64_t number)
{
    ++with.asked[static_cast<std::size_t>(at)];
    login_call call{from, at, now, base_url_of(with, from), token_flaw::none, number};
    const auto* rule = with.next_fault(at);
    if (rule == nullptr) return {give(with, call)};
    call.flaw = rule->flaw;
    const bool refuses = rule->status != 0 || rule->aadsts;
    return {refuses ? failed(with, call, *rule) : give(with, call), rule->delay, rule->connection};
}

}  // namespace parley::mock
