#include "mock/identity/discovery.hpp"

#include "mock/identity/entra_errors.hpp"
#include "mock/identity/given_token.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;

http::response as_json(const json::object& body)
{
    return {200,
            {{"Content-Type", "application/json; charset=utf-8"}, {"Access-Control-Allow-Origin", "*"}},
            json::serialize(body)};
}

// The issuer of the newer form is the authority itself: clients compare it with the URL they asked. That of
// the older form is what stands in the tokens.
json::object configuration(const login_state& with, const login_call& call, std::string_view tenant)
{
    const bool is_newer = call.from.path.find("/v2.0/") != std::string::npos;
    const auto base = call.base_url + "/" + std::string(tenant);
    const auto version = is_newer ? std::string("/v2.0") : std::string();
    const bool is_alias = tenant == "common" || tenant == "organizations" || tenant == "adfs";
    const auto named = is_alias ? home_tenant(with.settings) : std::string(tenant);
    return {{"issuer", is_newer ? base + "/v2.0" : issuer_of(with.settings, named)},
            {"authorization_endpoint", base + "/oauth2" + version + "/authorize"},
            {"token_endpoint", base + "/oauth2" + version + "/token"},
            {"device_authorization_endpoint", base + "/oauth2" + version + "/devicecode"},
            {"jwks_uri", base + "/discovery" + version + "/keys"},
            {"response_types_supported", json::array{"code"}},
            {"response_modes_supported", json::array{"query", "fragment", "form_post"}},
            {"scopes_supported", json::array{"openid", "profile", "email", "offline_access"}},
            {"subject_types_supported", json::array{"pairwise"}},
            {"id_token_signing_alg_values_supported", json::array{"RS256"}},
            {"token_endpoint_auth_methods_supported", json::array{"client_secret_post", "private_key_jwt"}},
            {"claims_supported", json::array{"sub", "iss", "aud", "exp", "iat", "nonce", "name", "tid", "oid",
                                             "preferred_username", "ver"}}};
}

json::object instance(const login_call& call)
{
    const auto host = call.base_url.substr(call.base_url.find("://") + 3);
    const json::object cloud{
        {"preferred_network", host}, {"preferred_cache", host}, {"aliases", json::array{host}}};
    return {{"tenant_discovery_endpoint", call.base_url + "/common/v2.0/.well-known/openid-configuration"},
            {"api-version", "1.1"},
            {"metadata", json::array{cloud}}};
}

}  // namespace

http::response answer_discovery(const login_state& with, const login_call& call)
{
    const std::string_view path(call.from.path);
    if (path.ends_with("/keys")) return as_json(with.keys.to_key_set());
    if (path.ends_with("/instance")) return as_json(instance(call));
    const auto tenant = path.substr(1, path.find('/', 1) - 1);
    const auto& only = with.settings.tenant;
    const bool is_known = only.empty() || tenant == only || tenant == "common" || tenant == "organizations";
    if (!is_known) return entra_error(call, 90002, tenant);
    return as_json(configuration(with, call, tenant));
}

}  // namespace parley::mock
