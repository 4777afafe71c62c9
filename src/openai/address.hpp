// URLs below an endpoint's base, and whether a token may travel there. No I/O.
#pragma once

#include "openai/endpoint.hpp"

namespace parley::openai {

// `route` begins with '/'. `model` is the deployment, which only the older routes of Azure have in the path.
std::string url_of(const endpoint& where, std::string_view route, std::string_view model);

// `text` as one segment of a path.
std::string path_segment(std::string_view text);

// A token goes over https, or stays on this machine.
result<void> may_carry_token(std::string_view url);

}  // namespace parley::openai
