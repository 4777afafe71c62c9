#include "openai/detail/problem.hpp"

#include "openai/azure_role.hpp"
#include "openai/request_id.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace parley::openai {
namespace {

namespace json = boost::json;

constexpr std::string_view permission_denied =
    "PermissionDenied";  // Azure: the token is good, a role is missing

std::string text_of(const json::object& from, std::string_view key)
{
    const json::value* value = from.if_contains({key.data(), key.size()});
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->get_string());
    if (value->is_int64()) return std::to_string(value->get_int64());
    return {};
}

// " (status 503, code overloaded, request req_1)": what a person reports when asking for help.
std::string label(const refusal_facts& facts)
{
    std::string text = facts.status == 0 ? "in the stream" : "status " + std::to_string(facts.status);
    const std::string code = harmless(facts.code), type = harmless(facts.type),
                      id = harmless(facts.request_id);
    if (!code.empty()) text += ", code " + code;
    if (code.empty() && !type.empty()) text += ", type " + type;
    if (!id.empty()) text += ", request " + id;
    return " (" + text + ")";
}

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, text) != names.end();
}

enum class kind { length, content, quota, rights, unknown_model, busy, broken, moved, other };

kind kind_of(const refusal_facts& facts)
{
    const unsigned status = facts.status;
    if (is_any_of(facts.code, {"context_length_exceeded", "string_above_max_length"}) || status == 413)
        return kind::length;
    if (is_any_of(facts.code, {"content_filter", "content_policy_violation"})) return kind::content;
    if (is_any_of("insufficient_quota", {facts.code, facts.type})) return kind::quota;
    if (facts.cause == refusal_cause::no_resource) return kind::unknown_model;
    if (status == 401 || status == 403 || facts.code == "invalid_api_key" ||
        facts.cause != refusal_cause::unknown)
        return kind::rights;
    if (status == 404 || is_any_of(facts.code, {"model_not_found", "DeploymentNotFound"}))
        return kind::unknown_model;
    if (status == 429 || facts.code == "429" || facts.code.starts_with("rate_limit") ||
        facts.type.starts_with("rate_limit"))
        return kind::busy;
    if (status >= 500 || status == 408 || status == 409 ||
        is_any_of("server_error", {facts.code, facts.type}) ||
        is_any_of("overloaded_error", {facts.code, facts.type}))
        return kind::broken;
    return status / 100 == 3 ? kind::moved : kind::other;
}

// What a person can do about it: the doctor, which calls with nobody's question, can say more.
std::string remedy_without_key(const refusal_facts& facts, const asked_with& how)
{
    switch (facts.cause) {
        case refusal_cause::no_subdomain:
            return "set " + how.names.address +
                   " to the resource's own address, https://NAME.openai.azure.com";
        case refusal_cause::other_tenant:
            return "log in to the tenant of the resource, or name it with AZURE_TENANT_ID";
        case refusal_cause::unseen_token:
            return "it asks for a key, as if no token had come: correct " + how.names.address;
        default:
            return "its audience or its tenant is wrong";
    }
}

std::string describe_token(const refusal_facts& facts, const asked_with& how)
{
    const std::string where = label(facts);
    const bool has_other_cause = facts.cause != refusal_cause::unknown && facts.cause != refusal_cause::role;
    if ((facts.status == 403 && !has_other_cause) || facts.code == permission_denied)
        return "the identity may not use this model service" + where + "; give it the role " +
               std::string(role_for(how.token_scope).name) + " (up to ten minutes to take effect)";
    return "the model service refused the token" + where + "; " + remedy_without_key(facts, how);
}

error describe_rights(const refusal_facts& facts, const asked_with& how)
{
    const bool has_token = how.by == asked_with::login::token;
    const std::string where = label(facts), more = has_token ? "; parley doctor keyless says more" : "";
    if (facts.cause == refusal_cause::network)
        return {errc::upstream_rejected, "the model service refuses calls from this network" + where +
                                             "; its firewall or virtual network must let them in" + more};
    if (facts.cause == refusal_cause::keys_disabled)
        return {errc::upstream_rejected, "this resource takes no keys" + where + "; remove " + how.names.key +
                                             " to log in without one"};
    if (!has_token)
        return {errc::upstream_rejected,
                "the model service refused the key, or misses one" + where + "; correct " + how.names.key};
    return {errc::upstream_rejected, describe_token(facts, how) + more};
}

}  // namespace

refusal_facts facts_of(unsigned status, const http::fields& headers, std::string_view body)
{
    refusal_facts facts{.status = status, .request_id = request_id_of(headers)};
    boost::system::error_code ec;
    const json::value parsed = json::parse({body.data(), body.size()}, ec);
    if (ec || !parsed.is_object()) return facts;
    // Some gateways put `code` on top, without an `error` around it.
    const json::value* problem = parsed.get_object().if_contains("error");
    const json::object& from =
        problem != nullptr && problem->is_object() ? problem->get_object() : parsed.get_object();
    facts.code = text_of(from, "code");
    facts.type = text_of(from, "type");
    facts.cause = cause_of(status, facts.code, text_of(from, "message"));
    return facts;
}

asked_with asked_with_of(const endpoint& where)
{
    const bool has_token = std::holds_alternative<identity::bearer_tokens*>(where.credentials);
    return {has_token ? asked_with::login::token : asked_with::login::key, where.names, where.token_scope};
}

error describe(const refusal_facts& facts, const asked_with& how)
{
    const std::string where = label(facts);
    switch (kind_of(facts)) {
        case kind::length:
            return {errc::too_large,
                    "the question with its sources and history is too long for the model" + where};
        case kind::content:
            return {errc::upstream_rejected,
                    "the model service's content filter refused the question" + where};
        case kind::quota:
            return {errc::upstream_rejected, "the account at the model service has no quota left" + where};
        case kind::rights:
            return describe_rights(facts, how);
        case kind::unknown_model:
            return {errc::upstream_rejected, "the model service knows no such model or path" + where +
                                                 "; check --model and " + how.names.address +
                                                 " (often it ends in /v1)"};
        case kind::busy:
            return {errc::upstream_busy, "the model service takes no more requests now" + where};
        case kind::broken:
            return {errc::upstream_failed, "the model service has a problem of its own" + where};
        case kind::moved:
            return {errc::upstream_rejected,
                    "the model service has moved" + where + "; correct " + how.names.address};
        case kind::other:
            break;
    }
    return {errc::upstream_rejected, "the model service refused the request" + where};
}

error with_request_id(error problem, std::string_view request_id)
{
    if (!request_id.empty() && problem.detail.find(request_id) == std::string::npos)
        problem.detail += " (request " + std::string(request_id) + ")";
    return problem;
}

bool needs_a_person(const refusal_facts& facts)
{
    const kind what = kind_of(facts);
    return what == kind::length || what == kind::content || what == kind::quota || what == kind::rights;
}

bool is_token_refusal(const refusal_facts& facts)
{
    return facts.status == 401 && facts.code != permission_denied;
}

}  // namespace parley::openai
