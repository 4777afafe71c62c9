// The endpoints that hand a machine the token of its own identity, each with its own questions and errors.
//
//   GET  /metadata/identity/oauth2/token   IMDS, `Metadata: true`; with the version of Azure Arc, Arc
//   GET  /msi/token                        App Service and Container Apps, X-IDENTITY-HEADER
//   GET  /msi/token                        Azure ML and App Service of 2017, `secret`, api-version=2017-09-01
//   POST /msi/token                        Cloud Shell, a form, `Metadata: true`
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

// `with` has a key. Arc's challenge writes a file.
http::response answer_managed(login_state& with, const login_call& call);

// A failure as this place words it.
http::response managed_problem(login_source at, unsigned status, std::string_view code,
                               std::string_view message);

}  // namespace parley::mock
