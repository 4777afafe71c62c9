#include "identity/environment.hpp"

#include "base/ascii.hpp"
#include "identity/client_certificate.hpp"
#include "identity/client_secret.hpp"
#include "identity/detail/missing_variables.hpp"

namespace parley::identity {
namespace {

// The credential that the variables led to, under the name that people know.
class environment_credential final : public token_credential {
public:
    explicit environment_credential(std::unique_ptr<token_credential> inner) : inner_(std::move(inner)) {}

    std::string_view name() const override { return "EnvironmentCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override
    {
        return inner_->get_token(std::move(request), until);
    }

private:
    std::unique_ptr<token_credential> inner_;
};

constexpr const char* variable_names[] = {"AZURE_TENANT_ID",
                                          "AZURE_CLIENT_ID",
                                          "AZURE_CLIENT_SECRET",
                                          "AZURE_CLIENT_CERTIFICATE_PATH",
                                          "AZURE_CLIENT_CERTIFICATE_PASSWORD",
                                          "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
                                          "AZURE_USERNAME",
                                          "AZURE_PASSWORD"};

void log_found(const host& machine, log_sink& log)
{
    std::string found;
    for (const auto* name : variable_names)
        if (machine.variable(name)) found += (found.empty() ? "" : " ") + std::string(name);
    if (!found.empty()) log.write(log_level::debug, "environment_credential", {{"found", found}});
}

certificate_chain chain_of(const host& machine)
{
    const auto value = machine.variable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN").value_or("");
    const bool yes = value == "1" || ascii::equals_without_case(value, "true");
    return yes ? certificate_chain::sent : certificate_chain::left_out;
}

result<std::unique_ptr<token_credential>> make_inner(const host& machine, entra_options options)
{
    missing_variables missing(machine);
    const auto tenant = missing.or_variable({}, "AZURE_TENANT_ID");
    const auto client_id = missing.or_variable({}, "AZURE_CLIENT_ID");
    const auto client_secret = machine.variable("AZURE_CLIENT_SECRET");
    const auto file = machine.variable("AZURE_CLIENT_CERTIFICATE_PATH");
    if (!client_secret && !file) missing.add("AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH");
    if (auto problem = missing.problem()) {
        if (machine.variable("AZURE_USERNAME")) problem->detail += " (AZURE_USERNAME is not supported)";
        return *problem;
    }
    if (client_secret)
        return make_client_secret_credential(machine, {.tenant = tenant,
                                                       .client_id = client_id,
                                                       .client_secret = secret(*client_secret),
                                                       .entra = std::move(options)});
    secret password(machine.variable("AZURE_CLIENT_CERTIFICATE_PASSWORD").value_or(""));
    return make_client_certificate_credential(machine, {.tenant = tenant,
                                                        .client_id = client_id,
                                                        .file = *file,
                                                        .password = std::move(password),
                                                        .chain = chain_of(machine),
                                                        .entra = std::move(options)});
}

}  // namespace

result<std::unique_ptr<token_credential>> make_environment_credential(const host& machine, log_sink& log,
                                                                      entra_options options)
{
    log_found(machine, log);
    auto inner = make_inner(machine, std::move(options));
    if (inner) return std::make_unique<environment_credential>(std::move(*inner));
    auto problem = inner.error();
    if (problem.code != errc::credential_unavailable) problem.code = errc::authentication_failed;
    return problem;
}

}  // namespace parley::identity
