#include "identity/azure_cli.hpp"

#include "base/base64.hpp"
#include "identity/detail/azure_cli_answer.hpp"
#include "identity/detail/developer_tool.hpp"
#include "identity/entra_options.hpp"
#include "identity/scope.hpp"

namespace parley::identity {
namespace {

const developer_tool azure_cli{"Azure CLI", "az", "AZURE_CORE_NO_COLOR", read_azure_cli_answer,
                               explain_azure_cli};

// az cannot answer a challenge; a person can, by logging in again.
error needs_login_for(const token_request& request, const std::string& tenant)
{
    return {errc::credential_unavailable,
            "Azure CLI: the resource wants a new login: run `az login --claims-challenge " +
                base64(request.claims) + (tenant.empty() ? "" : " --tenant " + tenant) + " --scope " +
                request.scopes.front() + "`"};
}

class azure_cli_credential final : public token_credential {
public:
    azure_cli_credential(const host& machine, azure_cli_options options)
        : machine_(machine), options_(std::move(options))
    {
    }

    std::string_view name() const override { return "AzureCliCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override
    {
        if (const auto valid = check_scopes(request.scopes); !valid) co_return valid.error();
        if (request.scopes.size() != 1)
            co_return error{errc::invalid_input, "Azure CLI gives a token for exactly one scope"};
        const auto tenant = choose(request.tenant);
        if (!tenant) co_return tenant.error();
        if (!request.claims.empty()) co_return needs_login_for(request, *tenant);

        tool_run run{{"az", "account", "get-access-token", "--output", "json", "--resource"},
                     options_.process_timeout,
                     request.origin};
        run.argv.push_back(resource_of(request.scopes.front()));
        if (!tenant->empty()) run.argv.insert(run.argv.end(), {"--tenant", *tenant});
        if (tenant->empty() && !options_.subscription.empty())
            run.argv.insert(run.argv.end(), {"--subscription", options_.subscription});
        co_return co_await ask_tool(machine_, azure_cli, std::move(run), until);
    }

private:
    // az refuses both: a tenant that is asked for beats the subscription, the environment's does not.
    result<std::string> choose(const std::string& asked_for) const
    {
        if (!options_.subscription.empty() && asked_for.empty()) return std::string();
        return tenant_for_tool(machine_, options_.tenant, options_.additionally_allowed_tenants, asked_for);
    }

    const host& machine_;
    azure_cli_options options_;
};

}  // namespace

result<std::unique_ptr<token_credential>> make_azure_cli_credential(const host& machine,
                                                                    azure_cli_options options)
{
    if (!options.tenant.empty() && !options.subscription.empty())
        return error{errc::invalid_input, "az takes a tenant or a subscription, not both"};
    if (const auto valid = check_subscription(options.subscription); !valid) return valid.error();
    if (const auto tenant = tenant_for_tool(machine, options.tenant, {}, ""); !tenant) return tenant.error();
    return std::make_unique<azure_cli_credential>(machine, std::move(options));
}

}  // namespace parley::identity
