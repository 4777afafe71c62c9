#include "identity/variables.hpp"

#include <array>

namespace parley::identity {
namespace {

constexpr std::array table = {
    variable{"AZURE_TOKEN_CREDENTIALS",
             "which credentials are tried: `prod`, `dev`, or the name of one, such as `AzureCliCredential`"},
    variable{"AZURE_TENANT_ID", "tenant to log in to"},
    variable{"AZURE_CLIENT_ID", "application, or user-assigned managed identity"},
    variable{"AZURE_CLIENT_SECRET", "secret of that application: works, but is a secret to keep"},
    variable{"AZURE_CLIENT_CERTIFICATE_PATH", "certificate of that application, PEM or PFX"},
    variable{"AZURE_CLIENT_CERTIFICATE_PASSWORD", "password of that file"},
    variable{"AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "`1` for trust by subject name and issuer"},
    variable{"AZURE_FEDERATED_TOKEN_FILE", "workload identity: the token that Kubernetes writes"},
    variable{"AZURE_AUTHORITY_HOST", "login service of another cloud"},
    variable{"AZURE_ADDITIONALLY_ALLOWED_TENANTS", "tenants that a request may name, by `;`, or `*`"},
    variable{"AZURE_IDENTITY_DISABLE_MULTITENANTAUTH", "`1`: always the configured tenant"},
    variable{"IDENTITY_ENDPOINT",
             "managed identity of App Service, Container Apps, Arc, or of our own proxy"},
    variable{"IDENTITY_HEADER", "what that endpoint wants to see"},
    variable{"IMDS_ENDPOINT", "beside IDENTITY_ENDPOINT: Azure Arc"},
    variable{"MSI_ENDPOINT", "managed identity of Azure ML and Cloud Shell"},
    variable{"MSI_SECRET", "what the endpoint of Azure ML wants to see"},
    variable{"DEFAULT_IDENTITY_CLIENT_ID", "identity of Azure ML when none is chosen"},
    variable{"AZURE_POD_IDENTITY_AUTHORITY_HOST", "in place of the metadata service's address"},
};

}  // namespace

std::span<const variable> variables()
{
    return table;
}

}  // namespace parley::identity
