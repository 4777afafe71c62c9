// Where a browser comes to log somebody in: nobody is asked, and the browser is sent back at once with a
// code.
//
//   GET /TENANT/oauth2/v2.0/authorize
//
// What is wrong with the application or its address is told to the person, as no address can be trusted
// then; anything else goes back to the application, with its `state`.
#pragma once

#include "mock/identity/entra_form.hpp"

namespace parley::mock {

http::response answer_authorize(login_state& with, const login_call& call);

// The same for an error that a rule asks for.
http::response refuse_authorize(const login_state& with, const login_call& call, const refusal& why);

}  // namespace parley::mock
