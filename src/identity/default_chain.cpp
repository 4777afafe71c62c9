#include "identity/default_chain.hpp"

#include "base/ascii.hpp"
#include "identity/azure_cli.hpp"
#include "identity/azure_developer_cli.hpp"
#include "identity/environment.hpp"
#include "identity/managed_identity.hpp"
#include "identity/workload_identity.hpp"

#include <algorithm>

namespace parley::identity {
namespace {

constexpr const char* variable_name = "AZURE_TOKEN_CREDENTIALS";
constexpr std::string_view advice =
    "Log in with `az login`, or give the program a managed identity; `parley token` shows what each of them "
    "says.";

bool is_selected(const default_member& member, std::string_view wish)
{
    if (wish == "prod") return member.group == member_group::deployed;
    if (wish == "dev") return member.group == member_group::developer;
    return wish.empty() || ascii::equals_without_case(member.name, wish);
}

error refused(std::string problem, const std::vector<default_member>& members)
{
    problem += ": set it to `prod`, `dev`";
    for (const auto& each : members) problem += ", `" + each.name + "`";
    return {errc::invalid_input, std::move(problem)};
}

// Empty: all of them.
result<std::string> read_wish(const host& machine, const std::vector<default_member>& members,
                              selection_variable selection)
{
    const auto value = machine.variable(variable_name).value_or("");
    auto wish = ascii::lower_case(ascii::trimmed(value));
    if (wish.empty() && selection == selection_variable::mandatory)
        return refused(std::string(variable_name) + " is not set, but must be", members);
    if (std::ranges::none_of(members, [&](const auto& each) { return is_selected(each, wish); }))
        return refused(std::string(variable_name) + " names no credential", members);
    return wish;
}

// A managed identity that was asked for by name is neither probed nor given up soon.
managed_identity_options managed_options(const host& machine, const default_chain_options& options,
                                         member_role role)
{
    managed_identity_options managed{
        .probe = role == member_role::alone ? imds_probe::never : imds_probe::in_a_chain,
        .probe_max = options.imds_probe_max};
    auto client_id = options.managed_identity_client_id;
    if (client_id.empty()) client_id = machine.variable("AZURE_CLIENT_ID").value_or("");
    if (!client_id.empty()) managed.user_assigned = identity_selector{selector_kind::client_id, client_id};
    return managed;
}

}  // namespace

std::vector<default_member> default_members(const host& machine, log_sink& log,
                                            const default_chain_options& options)
{
    using enum member_group;
    return {{"EnvironmentCredential", deployed,
             [&machine, &log, options](member_role) {
                 return make_environment_credential(machine, log, options.entra);
             }},
            {"WorkloadIdentityCredential", deployed,
             [&machine, options](member_role) {
                 return make_workload_identity(machine, {.entra = options.entra});
             }},
            {"ManagedIdentityCredential", deployed,
             [&machine, options](member_role role) {
                 return make_managed_identity(machine, managed_options(machine, options, role));
             }},
            {"AzureCliCredential", developer,
             [&machine, options](member_role) {
                 return make_azure_cli_credential(
                     machine, {.tenant = options.tenant,
                               .additionally_allowed_tenants = options.entra.additionally_allowed_tenants,
                               .process_timeout = options.process_timeout});
             }},
            {"AzureDeveloperCliCredential", developer, [&machine, options](member_role) {
                 return make_azure_developer_cli_credential(
                     machine, {.tenant = options.tenant,
                               .additionally_allowed_tenants = options.entra.additionally_allowed_tenants,
                               .process_timeout = options.process_timeout});
             }}};
}

result<std::unique_ptr<chained_credential>> make_default_chain(const host& machine, log_sink& log,
                                                               const default_chain_options& options)
{
    return make_chain_of(default_members(machine, log, options), machine, log, options.selection);
}

result<std::unique_ptr<chained_credential>> make_chain_of(std::vector<default_member> members,
                                                          const host& machine, log_sink& log,
                                                          selection_variable selection)
{
    const auto wish = read_wish(machine, members, selection);
    if (!wish) return wish.error();
    std::erase_if(members, [&](const auto& each) { return !is_selected(each, *wish); });

    const bool alone = members.size() == 1;
    std::vector<chain_member> made;
    for (const auto& each : members)
        made.push_back({each.name, each.make(alone ? member_role::alone : member_role::one_of_several)});
    // A member that was asked for by name is not in a hurry to give way to others.
    return make_chain(
        std::move(made), log,
        {.origin = alone ? asked_by::application : asked_by::chain, .advice = std::string(advice)});
}

}  // namespace parley::identity
