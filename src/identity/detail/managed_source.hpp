// Which managed identity endpoint this machine has, and the first request to it. No waiting.
//
// Variables are read for each request: App Service may change its header value at any time.
#pragma once

#include "identity/managed_identity.hpp"

namespace parley::identity {

enum class managed_source { service_fabric, app_service, machine_learning, cloud_shell, arc, imds };

// The first that matches, in the order of the enumeration; IMDS is what is left.
managed_source find_managed_source(const host& machine);

// As people know it: `App Service or Container Apps`.
std::string_view name_of(managed_source source);

// Announced by a variable, an endpoint that refuses connections is still starting; else it is not there.
enum class endpoint_origin { announced, assumed };

struct managed_call {
    http_call call;
    endpoint_origin origin = endpoint_origin::assumed;
};

// errc::invalid_input for a selector that the source does not take, authentication_failed for an endpoint
// that is no URL, credential_unavailable for Service Fabric.
result<managed_call> make_managed_call(managed_source source, const host& machine, std::string_view resource,
                                       const std::optional<identity_selector>& which);

// Where IMDS is asked for a token, without a query, and whether somebody has moved it there.
result<managed_call> make_imds_probe(const host& machine);

// `client id 1234`, or `the system-assigned identity`: for messages; ids are no secrets.
std::string describe(const std::optional<identity_selector>& which);

}  // namespace parley::identity
