// Names that a service gives to things: fit to be quoted in errors and logs, or left out.
#pragma once

#include "http/message.hpp"

namespace parley::openai {

// `text` if it is at most 64 letters, digits and `_-.`, else nothing.
std::string harmless(std::string_view text);

// What to name when asking the host's people about a request; empty when there is nothing harmless to name.
std::string request_id_of(const http::fields& headers);

}  // namespace parley::openai
