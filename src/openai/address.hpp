// URLs below an endpoint's base, how a key is sent there, and whether a login may travel there. No I/O.
#pragma once

#include "openai/endpoint.hpp"

namespace parley::openai {

// `route` begins with '/'. `model` is the deployment, which only the older routes of Azure have in the path.
std::string url_of(const endpoint& where, std::string_view route, std::string_view model);

// `text` as one segment of a path.
std::string path_segment(std::string_view text);

// Scheme, host and path: what may be shown of an address, as the rest may hold a key.
std::string shown_address(std::string_view url);

// As `api-key` on the older paths of Azure, as a bearer elsewhere; an empty key is none.
void sign(http::fields& headers, host_style style, const secret& key);

// A key or token goes over https, or stays on this machine.
result<void> may_carry_login(std::string_view url);

}  // namespace parley::openai
