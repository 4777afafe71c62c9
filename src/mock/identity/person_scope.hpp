// What a person's token is for, as `scope` says it: names of one resource, and what OpenID Connect adds.
#pragma once

#include "mock/identity/entra_form.hpp"

namespace parley::mock {

struct wanted_access {
    std::string resource;
    std::string names;  // of the scopes of the resource, as the token holds them
    std::string given;  // as the answer says it
    bool id_token = false;
    bool refresh_token = false;
};

// Microsoft Graph is meant where no resource is named.
found<wanted_access> read_person_scope(const login_state& with, const std::string& scope);

}  // namespace parley::mock
