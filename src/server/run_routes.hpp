// Answers that can be come back to: where one begins, and the routes that continue and stop it.
#pragma once

#include "server/chat.hpp"

namespace parley::server {

// POST /chat/stream for those who may come back: answers `wanted` into the new run `into`. The exchange is
// its first reader; one that leaves before the head is out does not know the run, which ends with it.
asio::awaitable<result<void>> stream_run(const chat_services& with, const http::request& request,
                                         chat_request wanted, std::shared_ptr<runs::run> into,
                                         http::exchange& out);

// GET and DELETE /runs/<id>; none without `with.runs`.
std::vector<http::route> run_routes(const chat_services& with);

}  // namespace parley::server
