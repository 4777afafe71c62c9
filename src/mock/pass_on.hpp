// A request that no fixture answers, while a real model is there to ask: passed on, and recorded if it can
// be.
#pragma once

#include "http/exchange.hpp"
#include "mock/mock_state.hpp"

namespace parley::mock {

// `with` outlives the call, and has a host.
asio::awaitable<result<void>> pass_on(mock_state& with, std::shared_ptr<journal_entry> entry,
                                      http::request from, http::exchange& to);

}  // namespace parley::mock
