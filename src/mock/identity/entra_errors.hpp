// Refusals of the Entra token endpoint: the error, its number and the sentence, as it words them.
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

// The error of this number; `about` is what its sentence names, such as a client id. A number that is not
// known is a request that cannot be understood.
http::response entra_error(const login_call& call, int aadsts, std::string_view about = {});

// One that a rule asks for by its status alone.
http::response entra_failure(const login_call& call, unsigned status);

}  // namespace parley::mock
