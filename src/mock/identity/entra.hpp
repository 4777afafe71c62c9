// The token endpoint of a tenant.
//
//   POST /TENANT/oauth2/v2.0/token   `scope`
//   POST /TENANT/oauth2/token        `resource`, as ADFS and older clients ask
//
// Applications prove themselves with a secret, a certificate or a federated assertion; people come with a
// code, a device, a refresh token, or an application on their behalf (person_grants.hpp). Refuses what Entra
// refuses, with its numbers. No passwords.
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

// `with` has a key.
http::response answer_entra(login_state& with, const login_call& call);

}  // namespace parley::mock
