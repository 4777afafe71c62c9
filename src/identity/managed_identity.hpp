// The identity that Azure itself gives to an app, a container, a machine or a cluster node: no secret at all.
//
// Sources: App Service with Functions and Container Apps, Azure ML, Cloud Shell, Azure Arc, IMDS. Service
// Fabric is recognised and unavailable. Never through a proxy, never following a redirect.
#pragma once

#include "identity/host.hpp"

#include <memory>

namespace parley::identity {

enum class selector_kind { client_id, object_id, resource_id };

// Which of the user-assigned identities; without one the system-assigned identity is asked for.
struct identity_selector {
    selector_kind kind = selector_kind::client_id;
    std::string id = {};
};

// Inside a chain a quick probe tells whether IMDS is there; alone, or chosen by name, it is asked at once.
enum class imds_probe { in_a_chain, never };

struct managed_identity_options {
    std::optional<identity_selector> user_assigned = {};
    imds_probe probe = imds_probe::in_a_chain;
    std::chrono::milliseconds probe_max{1'000};  // 500 ms was too short on container hosts
};

// `machine` outlives the credential. errc::invalid_input when the selector's id is empty.
result<std::unique_ptr<token_credential>> make_managed_identity(const host& machine,
                                                                managed_identity_options options = {});

}  // namespace parley::identity
