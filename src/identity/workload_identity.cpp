#include "identity/workload_identity.hpp"

#include "base/ascii.hpp"
#include "identity/detail/missing_variables.hpp"
#include "identity/detail/token_endpoint.hpp"

namespace parley::identity {
namespace {

constexpr std::size_t token_file_bytes_max = 64 * 1024;

class workload_identity_credential final : public token_credential {
public:
    workload_identity_credential(token_endpoint endpoint, std::filesystem::path token_file)
        : endpoint_(std::move(endpoint)), token_file_(std::move(token_file))
    {
    }

    std::string_view name() const override { return "WorkloadIdentityCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override
    {
        auto assertion = read_assertion();
        if (!assertion) co_return assertion.error();
        auto shown = assertion_proof(std::move(*assertion));
        co_return co_await endpoint_.ask(std::move(request), std::move(shown), until);
    }

private:
    // Anew for each request, since the kubelet replaces the file; it is small, and seldom read.
    result<secret> read_assertion() const
    {
        const auto failed = [&](const std::string& why) {
            return error{errc::authentication_failed,
                         "the federated token file " + token_file_.string() + " " + why};
        };
        const auto text = endpoint_.machine().read_file(token_file_, token_file_bytes_max);
        if (!text) return failed("cannot be read: " + text.error().detail);
        const auto assertion = ascii::trimmed(*text);
        if (assertion.empty()) return failed("is empty");
        return secret(std::string(assertion));
    }

    token_endpoint endpoint_;
    std::filesystem::path token_file_;
};

}  // namespace

result<std::unique_ptr<token_credential>> make_workload_identity(const host& machine,
                                                                 workload_identity_options options)
{
    missing_variables missing(machine);
    application who{missing.or_variable(options.tenant, "AZURE_TENANT_ID"),
                    missing.or_variable(options.client_id, "AZURE_CLIENT_ID")};
    const auto file = missing.or_variable(options.token_file.string(), "AZURE_FEDERATED_TOKEN_FILE");
    if (const auto problem = missing.problem()) return *problem;

    auto endpoint = token_endpoint::make(machine, std::move(who), options.entra);
    if (!endpoint) return endpoint.error();
    return std::make_unique<workload_identity_credential>(std::move(*endpoint), file);
}

}  // namespace parley::identity
