// The login of the Azure Developer CLI on a developer's computer: asks `azd` for a token.
//
// azd knows the tenant of a project only in that project's folder, where we do not run it: name the tenant.
#pragma once

#include "identity/host.hpp"

#include <memory>

namespace parley::identity {

struct azure_developer_cli_options {
    std::string tenant = {};  // empty: AZURE_TENANT_ID, or azd's home tenant
    std::vector<std::string> additionally_allowed_tenants = {};  // empty: the variable of that name
    std::chrono::milliseconds process_timeout{13'000};
};

// `machine` outlives the credential. errc::invalid_input when an option cannot be right.
result<std::unique_ptr<token_credential>> make_azure_developer_cli_credential(
    const host& machine, azure_developer_cli_options options = {});

}  // namespace parley::identity
