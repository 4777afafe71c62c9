// The routes of the history and of feedback: docs/protocol.md, "History".
//
// All of them are about the visitor whom the cookie names; nobody reaches another's conversations.
#pragma once

#include "http/router.hpp"
#include "server/history_services.hpp"

namespace parley::server {

// None when nothing is offered. `log` outlives them.
std::vector<http::route> history_routes(history_services with, log_sink& log);

}  // namespace parley::server
