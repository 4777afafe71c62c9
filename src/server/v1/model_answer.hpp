// Answers a client of OpenAI's, whole or streamed, in the format of the API it asked by.
#pragma once

#include "server/answer_format.hpp"
#include "server/chat.hpp"
#include "server/v1/model_request.hpp"

namespace parley::server::v1 {

// `about` is the request, and `wanted` what was read from it.
asio::awaitable<result<void>> answer_model_request(const chat_services& with, const http::request& about,
                                                   model_request wanted, std::unique_ptr<answer_format> as,
                                                   http::exchange& out);

}  // namespace parley::server::v1
