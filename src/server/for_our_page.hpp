// Keeps pages of other sites from what changes or tells what is kept (visitor.hpp says how they are known).
#pragma once

#include "http/server.hpp"

namespace parley::server {

// `handle` for requests of our own page, and of programs; other_site() for the rest.
http::handler for_our_page(http::handler handle);

// The same for a body that is read as it comes.
http::body_rule for_our_page(http::body_rule rule);

}  // namespace parley::server
