// Workload identity of Kubernetes: the service account's token file, which the kubelet keeps fresh, is the
// assertion. The newer token proxy of AKS is not used.
#pragma once

#include "identity/entra_options.hpp"

#include <memory>

namespace parley::identity {

// Empty: from AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE.
struct workload_identity_options {
    std::string tenant = {};
    std::string client_id = {};
    std::filesystem::path token_file = {};
    entra_options entra = {};
};

// `machine` outlives it. errc::credential_unavailable names what is missing; invalid_input when an option
// cannot be right. A file that cannot be read is errc::authentication_failed when a token is asked for.
result<std::unique_ptr<token_credential>> make_workload_identity(const host& machine,
                                                                 workload_identity_options options = {});

}  // namespace parley::identity
