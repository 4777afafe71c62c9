// Where a device without a browser begins a login (RFC 8628). Who approves it is told by the control plane,
// or by the settings.
//
//   POST /TENANT/oauth2/v2.0/devicecode
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

http::response answer_device_code(login_state& with, const login_call& call);

}  // namespace parley::mock
