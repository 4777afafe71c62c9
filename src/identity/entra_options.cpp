#include "identity/entra_options.hpp"

#include "base/ascii.hpp"
#include "base/split_list.hpp"
#include "http/url.hpp"

#include <algorithm>

namespace parley::identity {
namespace {

bool says_yes(const std::optional<std::string>& value)
{
    return value && (*value == "1" || ascii::equals_without_case(*value, "true"));
}

bool is_of_tenant(char c)
{
    return ascii::is_letter_or_digit(c) || c == '.' || c == '-';
}

}  // namespace

entra_options with_environment(entra_options options, const host& machine)
{
    if (options.authority.empty())
        options.authority = machine.variable("AZURE_AUTHORITY_HOST").value_or(std::string(authority_public));
    if (options.additionally_allowed_tenants.empty())
        options.additionally_allowed_tenants =
            ascii::split_list(machine.variable("AZURE_ADDITIONALLY_ALLOWED_TENANTS").value_or(""), ';');
    if (says_yes(machine.variable("AZURE_IDENTITY_DISABLE_MULTITENANTAUTH")))
        options.tenants_asked_for = other_tenants::never;
    return options;
}

result<std::string> read_authority(std::string_view text)
{
    const error refused{
        errc::invalid_input,
        "the authority (AZURE_AUTHORITY_HOST) must be an https address without a path, such as " +
            std::string(authority_public)};
    const auto trimmed = ascii::trimmed(text);
    const bool has_scheme = trimmed.find("://") != std::string_view::npos;
    const auto url = http::parse_url(has_scheme ? std::string(trimmed) : "https://" + std::string(trimmed));
    if (!url || url->where.over != http::transport::tls) return refused;
    if (url->target != "/" || !url->user_info.empty()) return refused;
    return "https://" + http::host_field_of(url->where);
}

result<void> check_tenant(std::string_view tenant)
{
    if (!tenant.empty() && std::ranges::all_of(tenant, is_of_tenant)) return {};
    return error{errc::invalid_input,
                 "a tenant is its id or domain name, of letters, digits, `.` and `-` (AZURE_TENANT_ID)"};
}

result<std::string> choose_tenant(std::string_view configured, std::string_view asked_for,
                                  const entra_options& options)
{
    const auto is_asked_for = [&](std::string_view each) {
        return each == "*" || ascii::equals_without_case(each, asked_for);
    };
    const bool stays = asked_for.empty() || ascii::equals_without_case(asked_for, configured) ||
                       configured == "adfs" || options.tenants_asked_for == other_tenants::never;
    if (stays) return std::string(configured);
    if (const auto valid = check_tenant(asked_for); !valid) return valid.error();
    if (std::ranges::any_of(options.additionally_allowed_tenants, is_asked_for))
        return std::string(asked_for);
    return error{errc::invalid_input,
                 "a token of tenant " + std::string(asked_for) +
                     " was asked for, which is not the configured one: name it, or `*`, in "
                     "AZURE_ADDITIONALLY_ALLOWED_TENANTS"};
}

}  // namespace parley::identity
