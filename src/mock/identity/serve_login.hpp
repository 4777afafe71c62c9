// Answers a login of a client: makes the key at first use, waits and fails as a rule says.
#pragma once

#include "http/exchange.hpp"
#include "mock/mock_state.hpp"

namespace parley::mock {

// All outlive the call. Writes into `entry` what became of it.
asio::awaitable<result<void>> serve_login(mock_state& with, login_source at, http::request from,
                                          http::exchange& to, journal_entry& entry);

// The time that tokens go by: that of the wall, and what the control plane has added.
login_time login_now(const mock_state& with);

}  // namespace parley::mock
