#include "mock/identity/entra.hpp"

#include "identity/scope.hpp"
#include "mock/identity/person_grants.hpp"
#include "mock/identity/token_answer.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

constexpr auto usual_life = 1h;

found<std::string> find_resource(const login_state& with, const login_call& call)
{
    constexpr std::string_view all = "/.default";
    auto resource = parameter(call, "resource");
    const auto scope = parameter(call, "scope");
    if (resource.empty()) {
        if (scope.empty()) return refusal{900144, "scope"};
        if (scope.find(' ') != std::string::npos) return refusal{70011, scope};
        if (!scope.ends_with(all)) return refusal{1002012, scope};
        resource = identity::resource_of(scope);
    }
    if (auto refused = check_resource(with, resource)) return *refused;
    return resource;
}

found<http::response> give_to_application(login_state& with, const grant_request& request)
{
    const auto proven = find_proof(request.call, request.whose, proof_need::always);
    if (const auto* refused = std::get_if<refusal>(&proven)) return *refused;
    auto resource = find_resource(with, request.call);
    if (auto* refused = std::get_if<refusal>(&resource)) return std::move(*refused);
    token_subject to{request.whose.client_id, request.whose.object_id, request.tenant};
    to.by = std::get<token_subject::proof>(proven);
    return token_answer(
        token_body(with, give_token(with, request.call, to, std::get<std::string>(resource), usual_life)));
}

struct known_grant {
    std::string_view name;
    found<http::response> (*give)(login_state&, const grant_request&);
};

constexpr std::array known_grants = {
    known_grant{"client_credentials", give_to_application},
    known_grant{"authorization_code", redeem_code},
    known_grant{"refresh_token", redeem_refresh_token},
    known_grant{"urn:ietf:params:oauth:grant-type:device_code", redeem_device_code},
    known_grant{"device_code", redeem_device_code},
    known_grant{"urn:ietf:params:oauth:grant-type:jwt-bearer", give_on_behalf},
};

found<http::response> answer_grant(login_state& with, const login_call& call)
{
    auto tenant = find_tenant(with, call);
    if (auto* refused = std::get_if<refusal>(&tenant)) return std::move(*refused);
    const auto wanted = parameter(call, "grant_type");
    if (wanted.empty()) return refusal{900144, "grant_type"};
    const auto* const grant = std::ranges::find(known_grants, wanted, &known_grant::name);
    if (grant == known_grants.end()) return refusal{70003, wanted};
    auto who = find_application(with, call);
    if (auto* refused = std::get_if<refusal>(&who)) return std::move(*refused);
    return grant->give(with, {call, std::get<std::string>(tenant), std::get<application>(who)});
}

}  // namespace

http::response answer_entra(login_state& with, const login_call& call)
{
    if (call.from.method != "POST") return entra_error(call, {900561, call.from.method});
    auto answer = answer_grant(with, call);
    if (const auto* refused = std::get_if<refusal>(&answer)) return entra_error(call, *refused);
    return std::move(std::get<http::response>(answer));
}

}  // namespace parley::mock
