#include "openai/refusal_cause.hpp"

#include "base/ascii.hpp"

namespace parley::openai {
namespace {

// Only what refuses a login has such a cause, and other refusals may quote anything.
bool may_be_of_login(unsigned status)
{
    return status == 400 || status == 401 || status == 403 || status == 404;
}

}  // namespace

refusal_cause cause_of(unsigned status, std::string_view code, std::string_view message)
{
    if (!may_be_of_login(status)) return refusal_cause::unknown;
    const std::string said = ascii::lower_case(message);
    const auto says = [&said](std::string_view words) { return said.find(words) != std::string::npos; };
    constexpr std::string_view mismatch = "does not match resource tenant";

    if (code == "AuthenticationTypeDisabled") return refusal_cause::keys_disabled;
    if (says("provide a custom subdomain")) return refusal_cause::no_subdomain;
    if (says(mismatch) || ascii::lower_case(code).find(mismatch) != std::string::npos)
        return refusal_cause::other_tenant;
    if (status == 404)
        return says("subdomain does not map") ? refusal_cause::no_resource : refusal_cause::unknown;
    if (status == 400) return refusal_cause::unknown;  // what a model refuses may quote anything below
    if (says("virtual network") || says("firewall") || says("public access is disabled"))
        return refusal_cause::network;
    if (code == "PermissionDenied") return refusal_cause::role;
    if (status == 401 && says("subscription key")) return refusal_cause::unseen_token;
    if (status == 401 && says("audience")) return refusal_cause::audience;
    return refusal_cause::unknown;
}

}  // namespace parley::openai
