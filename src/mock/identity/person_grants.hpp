// The steps of a person's login that end at the token endpoint, each as Entra judges it.
#pragma once

#include "mock/identity/entra_form.hpp"

namespace parley::mock {

struct grant_request {
    const login_call& call;
    const std::string& tenant;
    const application& whose;
};

// `authorization_code`, with PKCE (RFC 7636): once, in time, by the application and address it was given to.
found<http::response> redeem_code(login_state& with, const grant_request& request);

// `refresh_token`: as often as wanted, for any resource.
found<http::response> redeem_refresh_token(login_state& with, const grant_request& request);

// `device_code` (RFC 8628): once somebody has approved it.
found<http::response> redeem_device_code(login_state& with, const grant_request& request);

// `jwt-bearer` with `requested_token_use=on_behalf_of`: for the token of a person that is for this
// application.
found<http::response> give_on_behalf(login_state& with, const grant_request& request);

}  // namespace parley::mock
