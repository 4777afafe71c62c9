#include "identity/azure_developer_cli.hpp"

#include "base/base64.hpp"
#include "identity/detail/azure_developer_cli_answer.hpp"
#include "identity/detail/developer_tool.hpp"

namespace parley::identity {
namespace {

const developer_tool azure_developer_cli{"Azure Developer CLI", "azd", "NO_COLOR",
                                         read_azure_developer_cli_answer, explain_azure_developer_cli};

class azure_developer_cli_credential final : public token_credential {
public:
    azure_developer_cli_credential(const host& machine, azure_developer_cli_options options)
        : machine_(machine), options_(std::move(options))
    {
    }

    std::string_view name() const override { return "AzureDeveloperCliCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override
    {
        if (const auto valid = check_scopes(request.scopes); !valid) co_return valid.error();
        const auto tenant =
            tenant_for_tool(machine_, options_.tenant, options_.additionally_allowed_tenants, request.tenant);
        if (!tenant) co_return tenant.error();

        // Without `--output json` azd writes the bare token.
        tool_run run{{"azd", "auth", "token", "--output", "json", "--no-prompt"},
                     options_.process_timeout,
                     request.origin};
        for (const auto& scope : request.scopes) run.argv.insert(run.argv.end(), {"--scope", scope});
        if (!tenant->empty()) run.argv.insert(run.argv.end(), {"--tenant-id", *tenant});
        if (!request.claims.empty()) run.argv.insert(run.argv.end(), {"--claims", base64(request.claims)});
        co_return co_await ask_tool(machine_, azure_developer_cli, std::move(run), until);
    }

private:
    const host& machine_;
    azure_developer_cli_options options_;
};

}  // namespace

result<std::unique_ptr<token_credential>> make_azure_developer_cli_credential(
    const host& machine, azure_developer_cli_options options)
{
    if (const auto tenant = tenant_for_tool(machine, options.tenant, {}, ""); !tenant) return tenant.error();
    return std::make_unique<azure_developer_cli_credential>(machine, std::move(options));
}

}  // namespace parley::identity
