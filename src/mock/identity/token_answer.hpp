// What the token endpoint says when it gives a token. Pure functions.
#pragma once

#include "mock/identity/given_token.hpp"

#include <boost/json/object.hpp>

namespace parley::mock {

// As the settings wish it to be told; empty tokens are left out.
boost::json::object token_body(const login_state& with, const given_token& token);

http::response token_answer(const boost::json::object& body);

}  // namespace parley::mock
