// The login of the Azure CLI on a developer's computer: asks `az` for a token of the person who logged in.
//
// az takes seconds to start and hands out tokens with as little as five minutes left: put a cache in front.
#pragma once

#include "identity/host.hpp"

#include <memory>

namespace parley::identity {

struct azure_cli_options {
    std::string tenant = {};        // empty: AZURE_TENANT_ID, or the tenant az is logged in to
    std::string subscription = {};  // id or name, whose tenant then counts; not together with `tenant`
    std::vector<std::string> additionally_allowed_tenants = {};  // empty: the variable of that name
    std::chrono::milliseconds process_timeout{13'000};
};

// `machine` outlives the credential. errc::invalid_input when an option cannot be right.
result<std::unique_ptr<token_credential>> make_azure_cli_credential(const host& machine,
                                                                    azure_cli_options options = {});

}  // namespace parley::identity
