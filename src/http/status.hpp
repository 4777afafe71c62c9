// Status codes: their reason phrases, and the one table from our failures to them.
#pragma once

#include "base/error.hpp"

#include <string_view>

namespace parley::http {

// What a client hears when a handler fails with `code` before the head of its answer is out.
unsigned status_of(errc code);

// "Not Found"; empty for a status we never send.
std::string_view reason_of(unsigned status);

// Logged, never sent: the reader left before the answer was complete.
constexpr unsigned status_reader_left = 499;

// A request that cannot become a request: what to answer before the connection is closed.
struct refusal {
    unsigned status;
    error problem;
};

}  // namespace parley::http
