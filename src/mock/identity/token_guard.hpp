// Whether a request of the model brings a token of this mock, as an Azure resource without keys checks it:
// issuer, audience, times, signature, tenant, and whether its owner may do anything. No I/O.
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

// The refusal, in the resource's words; nothing when the token is good.
std::optional<http::response> refuse_without_token(const login_state& with, const http::fields& headers,
                                                   login_time now);

}  // namespace parley::mock
