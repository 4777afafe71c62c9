// POST /v1/responses: the documents as a model, by OpenAI's newer API.
#pragma once

#include "server/chat.hpp"

namespace parley::server::v1 {

asio::awaitable<result<void>> respond(const chat_services& with, const http::request& request,
                                      http::exchange& out);

}  // namespace parley::server::v1
