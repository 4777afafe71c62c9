#include "mock/identity/entra.hpp"

#include "base/ascii.hpp"
#include "identity/same_secret.hpp"
#include "identity/scope.hpp"
#include "mock/control/control_parts.hpp"
#include "mock/identity/assertion_check.hpp"
#include "mock/identity/entra_errors.hpp"
#include "mock/identity/given_token.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <variant>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

constexpr auto usual_life = 1h;
constexpr std::string_view assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

// A refusal by its number, or what was to be found out.
struct refusal {
    int aadsts;
    std::string about = {};
};
template <class T>
using found = std::variant<T, refusal>;

std::string form_value(const login_call& call, std::string_view name)
{
    return query_value(call.from.body, name).value_or("");
}

found<std::string> find_tenant(const login_state& with, const login_call& call)
{
    const std::string_view path(call.from.path);
    const std::string tenant(path.substr(1, path.find('/', 1) - 1));
    const bool is_name = std::ranges::all_of(
        tenant, [](char c) { return ascii::is_letter_or_digit(c) || c == '-' || c == '.'; });
    if (!is_name) return refusal{900023, tenant};
    if (tenant == "adfs" || tenant == "common" || tenant == "organizations")
        return home_tenant(with.settings);
    const auto& only = with.settings.tenant;
    if (!only.empty() && !ascii::equals_without_case(only, tenant)) return refusal{90002, tenant};
    return tenant;
}

found<application> find_application(const login_state& with, const std::string& client_id)
{
    if (client_id.empty()) return refusal{900144, "client_id"};
    const auto& known = with.settings.applications;
    const auto it = std::ranges::find_if(known, [&](const application& each) {
        return ascii::equals_without_case(each.client_id, client_id);
    });
    auto made = it != known.end() ? *it : application{client_id};
    if (it == known.end() && !known.empty()) return refusal{700016, client_id};
    if (made.object_id.empty()) made.object_id = uuid_of(made.client_id);
    return made;
}

std::optional<refusal> check_proof(const login_call& call, const application& whose)
{
    const auto given_secret = form_value(call, "client_secret");
    if (!given_secret.empty()) {
        const bool is_right =
            whose.takes_any_proof() || std::ranges::any_of(whose.secrets, [&](const secret& each) {
                return parley::identity::is_same(each, given_secret);
            });
        if (is_right) return std::nullopt;
        return refusal{7000215, whose.client_id};
    }
    const auto assertion = form_value(call, "client_assertion");
    if (assertion.empty()) return refusal{7000218};
    if (form_value(call, "client_assertion_type") != assertion_type)
        return refusal{900144, "client_assertion_type"};
    const auto refused = refuse_assertion(whose, assertion, call.base_url + call.from.path, call.now);
    if (!refused) return std::nullopt;
    return refusal{refused->aadsts, refused->about};
}

found<std::string> find_resource(const login_state& with, const login_call& call)
{
    constexpr std::string_view all = "/.default";
    auto resource = form_value(call, "resource");
    const auto scope = form_value(call, "scope");
    if (resource.empty()) {
        if (scope.empty()) return refusal{900144, "scope"};
        if (scope.find(' ') != std::string::npos) return refusal{70011, scope};
        if (!scope.ends_with(all)) return refusal{1002012, scope};
        resource = identity::resource_of(scope);
    }
    const auto& known = with.settings.resources;
    if (known.empty() || std::ranges::find(known, resource) != known.end()) return resource;
    return refusal{500011, resource};
}

http::response token_answer(const login_state& with, const given_token& token)
{
    boost::json::object body{
        {"token_type", "Bearer"}, {"expires_in", token.left.count()}, {"ext_expires_in", token.left.count()}};
    if (!token.text.empty()) body["access_token"] = token.text;
    if (const auto refresh = with.settings.tokens.refresh_in) body["refresh_in"] = refresh->count();
    if (with.settings.tokens.expires_on == expiry_form::missing) body.erase("expires_in");
    if (with.settings.tokens.expires_on == expiry_form::text)
        body["expires_in"] = std::to_string(token.left.count());
    return {200,
            {{"Content-Type", "application/json; charset=utf-8"}, {"Cache-Control", "no-store, no-cache"}},
            boost::json::serialize(body)};
}

found<http::response> answer_credentials(const login_state& with, const login_call& call)
{
    auto tenant = find_tenant(with, call);
    if (auto* refused = std::get_if<refusal>(&tenant)) return std::move(*refused);
    const auto grant = form_value(call, "grant_type");
    if (grant.empty()) return refusal{900144, "grant_type"};
    if (grant != "client_credentials") return refusal{70003, grant};
    auto who = find_application(with, form_value(call, "client_id"));
    if (auto* refused = std::get_if<refusal>(&who)) return std::move(*refused);
    const auto& whose = std::get<application>(who);
    if (auto refused = check_proof(call, whose)) return std::move(*refused);
    auto resource = find_resource(with, call);
    if (auto* refused = std::get_if<refusal>(&resource)) return std::move(*refused);

    token_subject to{whose.client_id, whose.object_id, std::move(std::get<std::string>(tenant))};
    if (!form_value(call, "client_secret").empty()) to.by = token_subject::proof::secret;
    return token_answer(with, give_token(with, call, to, std::get<std::string>(resource), usual_life));
}

}  // namespace

http::response answer_entra(const login_state& with, const login_call& call)
{
    if (call.from.method != "POST") return entra_error(call, 900561, call.from.method);
    auto answer = answer_credentials(with, call);
    if (const auto* refused = std::get_if<refusal>(&answer))
        return entra_error(call, refused->aadsts, refused->about);
    return std::move(std::get<http::response>(answer));
}

}  // namespace parley::mock
