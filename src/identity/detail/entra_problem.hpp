// What Entra says when it refuses, in a sentence that says what to do. No I/O.
#pragma once

#include "identity/host.hpp"

namespace parley::identity {

// What an AADSTS number that stands in `text` means for the person who reads it; nothing when it is not
// known.
std::optional<std::string_view> hint_of(std::string_view text);

// "answered 401 invalid_client: AADSTS7000215: … Trace ID: … (a hint)". No token of the body is in it.
std::string entra_problem(const http_answer& answer);

}  // namespace parley::identity
