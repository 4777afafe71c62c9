// Answers one request: reads it, decides, plays the answer, and writes down what became of it.
#pragma once

#include "http/exchange.hpp"
#include "mock/mock_state.hpp"

namespace parley::mock {

// `with` outlives the call.
asio::awaitable<result<void>> answer_request(mock_state& with, http::request from, http::exchange& to);

}  // namespace parley::mock
