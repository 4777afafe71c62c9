// What clients and resources read about a tenant before they ask for, or check, a token.
//
//   GET /TENANT/v2.0/.well-known/openid-configuration   and without /v2.0
//   GET /TENANT/discovery/v2.0/keys                     and without /v2.0
//   GET /common/discovery/instance                      ?authorization_endpoint=
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

// `with` has a key.
http::response answer_discovery(const login_state& with, const login_call& call);

}  // namespace parley::mock
