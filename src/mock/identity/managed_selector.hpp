// Which of a machine's identities a request wants.
#pragma once

#include "mock/identity/login_state.hpp"

#include <variant>

namespace parley::mock {

struct selector_problem {
    std::string_view code;
    std::string message;
};

// The identity, its object id filled in; or why there is none.
std::variant<machine_identity, selector_problem> find_identity(const login_state& with,
                                                               const login_call& call);

}  // namespace parley::mock
