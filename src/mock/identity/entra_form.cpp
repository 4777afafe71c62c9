#include "mock/identity/entra_form.hpp"

#include "base/ascii.hpp"
#include "http/query_value.hpp"
#include "identity/same_secret.hpp"
#include "mock/identity/assertion_check.hpp"
#include "mock/identity/entra_errors.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::string_view assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

using proof = token_subject::proof;

found<proof> check_secret(const application& whose, const std::string& given)
{
    const bool is_right =
        whose.takes_any_proof() || std::ranges::any_of(whose.secrets, [&](const secret& each) {
            return parley::identity::is_same(each, given);
        });
    if (is_right) return proof::secret;
    return refusal{7000215, whose.client_id};
}

found<proof> check_assertion(const login_call& call, const application& whose, const std::string& assertion)
{
    if (parameter(call, "client_assertion_type") != assertion_type)
        return refusal{900144, "client_assertion_type"};
    const auto refused = refuse_assertion(whose, assertion, call.base_url + call.from.path, call.now);
    if (!refused) return proof::certificate;
    return refusal{refused->aadsts, refused->about};
}

}  // namespace

std::string parameter(const login_call& call, std::string_view name)
{
    const auto& text = call.from.method == "POST" ? call.from.body : call.from.query;
    return http::query_value(text, name).value_or("");
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

found<application> find_application(const login_state& with, const login_call& call)
{
    const auto client_id = parameter(call, "client_id");
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

found<proof> find_proof(const login_call& call, const application& whose, proof_need need)
{
    if (const auto given = parameter(call, "client_secret"); !given.empty())
        return check_secret(whose, given);
    if (const auto assertion = parameter(call, "client_assertion"); !assertion.empty())
        return check_assertion(call, whose, assertion);
    if (need == proof_need::if_registered && whose.takes_any_proof()) return proof::none;
    return refusal{7000218};
}

std::optional<refusal> check_resource(const login_state& with, const std::string& resource)
{
    const auto& known = with.settings.resources;
    const bool is_known = known.empty() || std::ranges::find(known, resource) != known.end();
    const bool is_application = std::ranges::any_of(with.settings.applications, [&](const auto& each) {
        return resource == each.client_id || resource == "api://" + each.client_id;
    });
    if (is_known || is_application) return std::nullopt;
    return refusal{500011, resource};
}

http::response entra_error(const login_call& call, const refusal& of)
{
    return entra_error(call, of.aadsts, of.about, of.error);
}

}  // namespace parley::mock
