// POST /v1/chat/completions: the documents as a model that OpenAI's clients chat with.
#pragma once

#include "server/chat.hpp"

namespace parley::server::v1 {

asio::awaitable<result<void>> complete(const chat_services& with, const http::request& request,
                                       http::exchange& out);

}  // namespace parley::server::v1
