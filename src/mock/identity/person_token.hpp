// The answer of the token endpoint to a person's login: an access token, and an id token and a refresh token
// where `scope` asks for them.
#pragma once

#include "mock/identity/person_scope.hpp"

namespace parley::mock {

// `scope` empty: that of the login.
found<http::response> answer_person(login_state& with, const login_call& call, const granted& to,
                                    const std::string& scope, token_subject::proof by);

// The person of this name, or the first one; any, where the settings name none.
found<person> find_person(const login_settings& settings, const std::string& username);

// A code or token that says nothing, the same for the same seed and request.
std::string opaque_text(const login_state& with, const login_call& call, std::string_view kind);

}  // namespace parley::mock
