// Short answers that several routes give: a JSON text that nobody may keep, and a refusal.
#pragma once

#include "http/exchange.hpp"

namespace parley::server {

http::response json_response(std::string body, unsigned status = 200);

asio::awaitable<result<void>> send_json(std::string body, http::exchange& out);

// For handlers that are no coroutines: the frame of one would hold the request while its answer streams.
asio::awaitable<result<void>> refuse(error why);

}  // namespace parley::server
