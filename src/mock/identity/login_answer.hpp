// From a request for a token, or about tokens, to its answer and how that is to fail. No I/O.
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

// Which login endpoint a request is for; nothing when it is for none.
std::optional<login_source> find_login_source(const http::request& from);

struct login_answer {
    http::response response;
    std::chrono::milliseconds delay{0};
    login_fault::ending connection = login_fault::ending::whole;
};

// `with` has a key. `number` tells this request from all others.
login_answer answer_login(login_state& with, const http::request& from, login_source at, login_time now,
                          std::uint64_t number);

}  // namespace parley::mock
