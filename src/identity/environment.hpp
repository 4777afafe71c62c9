// The application that the environment describes: tenant, client id, and a secret or a certificate.
//
// User name and password (AZURE_USERNAME) are not supported: that flow is being switched off.
#pragma once

#include "base/log.hpp"
#include "identity/entra_options.hpp"

#include <memory>

namespace parley::identity {

// The variables are read once. errc::credential_unavailable names those that are missing;
// authentication_failed when they are set and cannot be right, such as a certificate that cannot be read.
// `machine` outlives it; which variables were found is logged, without their values.
result<std::unique_ptr<token_credential>> make_environment_credential(const host& machine, log_sink& log,
                                                                      entra_options options = {});

}  // namespace parley::identity
