// The token endpoint of a tenant: client credentials with a secret, a certificate or a federated assertion.
//
//   POST /TENANT/oauth2/v2.0/token   `scope`
//   POST /TENANT/oauth2/token        `resource`, as ADFS and older clients ask
//
// Refuses what Entra refuses, with its numbers. No people log in here: no passwords, codes or devices.
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

// `with` has a key.
http::response answer_entra(const login_state& with, const login_call& call);

}  // namespace parley::mock
