#include "mock/identity/token_guard.hpp"

#include "base/ascii.hpp"
#include "mock/bearer.hpp"
#include "mock/identity/given_token.hpp"
#include "mock/identity/jwt.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace parley::mock {
namespace {

http::response refused(unsigned status, const boost::json::object& body)
{
    return {status, {{"Content-Type", "application/json"}}, boost::json::serialize(body)};
}

// The gateway's own shape, without the usual `error` around it.
http::response unauthorized(std::string_view sentence)
{
    return refused(401, {{"statusCode", 401}, {"message", sentence}});
}

http::response resource_error(unsigned status, std::string_view code, const std::string& message)
{
    return refused(status, {{"error", boost::json::object{{"code", code}, {"message", message}}}});
}

std::string_view without_slash(std::string_view resource)
{
    if (resource.ends_with('/')) resource.remove_suffix(1);
    return resource;
}

bool is_for_us(const token_demands& demands, std::string_view audience)
{
    return std::ranges::any_of(demands.audiences, [&](const auto& each) {
        return !audience.empty() && without_slash(each) == without_slash(audience);
    });
}

bool is_in_time(const token_demands& demands, const jwt& token, login_time now)
{
    const auto seconds = now.time_since_epoch().count();
    const auto ends = time_claim(token.claims, "exp");
    const auto begins = time_claim(token.claims, "nbf");
    return ends && seconds < *ends + demands.leeway.count() &&
           (!begins || *begins - demands.leeway.count() <= seconds);
}

bool is_ours(const login_state& with, const jwt& token)
{
    const auto* key = with.keys.find(text_claim(token.header, "kid"));
    const auto issuer = issuer_of(with.settings, text_claim(token.claims, "tid"));
    return key != nullptr && text_claim(token.claims, "iss") == issuer &&
           is_signed_by(key->get(), text_claim(token.header, "alg"), token.signed_text, token.signature);
}

}  // namespace

std::optional<http::response> refuse_without_token(const login_state& with, const http::fields& headers,
                                                   login_time now)
{
    const auto& demands = with.settings.demands;
    if (headers.find("api-key"))
        return resource_error(403, "AuthenticationTypeDisabled",
                              "Key based authentication is disabled for this resource.");
    const auto given = bearer_of(headers);
    if (given.empty()) return unauthorized("Access denied: neither a subscription key nor a token was sent.");
    const auto token = read_jwt(given);
    const bool is_good = token && is_ours(with, *token) &&
                         is_for_us(demands, text_claim(token->claims, "aud")) &&
                         is_in_time(demands, *token, now);
    if (!is_good)
        return unauthorized(
            "Unauthorized. Access token is missing, invalid, audience is incorrect "
            "(https://cognitiveservices.azure.com), or have expired.");
    const auto& home = with.settings.tenant;
    const auto tenant = std::string(text_claim(token->claims, "tid"));
    if (!home.empty() && !ascii::equals_without_case(home, tenant))
        return resource_error(400, "Tenant provided in token does not match resource token",
                              "Token tenant " + tenant + " does not match resource tenant.");
    const auto& none = demands.without_role;
    if (std::ranges::find(none, text_claim(token->claims, "oid")) != none.end())
        return resource_error(401, "PermissionDenied", "Principal does not have access to API/Operation.");
    return std::nullopt;
}

}  // namespace parley::mock
