#include "identity/login.hpp"

#include "identity/azure_cli.hpp"
#include "identity/azure_developer_cli.hpp"

namespace parley::identity {
namespace {

std::string order_of(const chained_credential& chain)
{
    std::string order;
    for (const auto& name : chain.order()) order += (order.empty() ? "" : " ") + name;
    return order;
}

std::unique_ptr<token_cache> in_front_of(std::unique_ptr<chained_credential> chain, const host& machine,
                                         log_sink& log, std::chrono::milliseconds process_timeout)
{
    token_cache_limits limits;
    limits.flight_max = search_max(process_timeout);
    return std::make_unique<token_cache>(std::move(chain), machine, log, limits);
}

}  // namespace

result<std::unique_ptr<token_cache>> log_in(const host& machine, log_sink& log,
                                            const default_chain_options& options)
{
    auto chain = make_default_chain(machine, log, options);
    if (!chain) return chain.error();
    // An id is no secret; it says which of the user-assigned identities will be asked for.
    const auto client_id = options.managed_identity_client_id.empty()
                               ? machine.variable("AZURE_CLIENT_ID").value_or("")
                               : options.managed_identity_client_id;
    log.write(log_level::info, "credential_order", {{"order", order_of(**chain)}, {"client_id", client_id}});
    return in_front_of(std::move(*chain), machine, log, options.process_timeout);
}

result<std::unique_ptr<token_cache>> log_in_as_developer(const host& machine, log_sink& log,
                                                         const developer_login_options& options)
{
    std::vector<chain_member> members;
    members.push_back({"AzureCliCredential",
                       make_azure_cli_credential(
                           machine, {.tenant = options.tenant, .process_timeout = options.process_timeout})});
    members.push_back({"AzureDeveloperCliCredential",
                       make_azure_developer_cli_credential(
                           machine, {.tenant = options.tenant, .process_timeout = options.process_timeout})});
    auto chain = make_chain(std::move(members), log);
    if (!chain) return chain.error();
    log.write(log_level::info, "credential_order", {{"order", order_of(**chain)}});
    return in_front_of(std::move(*chain), machine, log, options.process_timeout);
}

}  // namespace parley::identity
