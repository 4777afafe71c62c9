// Refusals of Entra: the error, its number and the sentence, as it words them.
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

// What is wrong, before it becomes an answer. A number that is not known is a request that cannot be
// understood. `about` is what the sentence names, such as a client id; `other_error` stands in place of the
// number's usual word.
struct entra_problem {
    entra_problem(const login_call& call, int aadsts, std::string_view about, std::string_view other_error);

    int number;
    unsigned status;
    std::string_view error;
    std::string description;
    std::string trace;
    std::string correlation;
    std::string time;
};

http::response entra_error(const login_call& call, int aadsts, std::string_view about = {},
                           std::string_view other_error = {});

// One that a rule asks for by its status alone.
http::response entra_failure(const login_call& call, unsigned status);

}  // namespace parley::mock
