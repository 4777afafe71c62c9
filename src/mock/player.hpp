// Performs a script on an exchange: the only part of the mock that carries bytes and waits.
//
// Waits add up to points in time, so that a late event does not make the next one late. What is due at
// the same time goes out in one write. Belongs to one loop.
#pragma once

#include "http/exchange.hpp"
#include "mock/step.hpp"

namespace parley::mock {

// The time and the pause points of a play: real ones, or those of a test with a virtual clock.
// Cancelling the waiting coroutine ends the wait.
struct pause_point {
    std::string_view scope = {};  // of the request; empty: none
    std::string_view name = {};
};

class stage {
public:
    virtual ~stage() = default;
    virtual deadline now() const = 0;
    virtual asio::awaitable<void> wait_until(deadline until) = 0;

    // Returns when the control plane releases the point, whose texts outlive the wait.
    virtual asio::awaitable<void> wait_at(pause_point point) = 0;
};

// What became of an answer; kept up to date while it plays, so that it is true when the reader leaves.
struct played {
    unsigned status = 0;
    std::uint64_t bytes = 0;  // of the body
    std::uint64_t writes = 0;
    std::uint64_t late = 0;  // writes more than 5 ms after they were due
    bool ended = false;      // the script came to its end; otherwise the reader left first
    ending how = ending::whole;
};

// All five outlive the call; `scope` is that of the request. Its id goes out as x-request-id by the server
// itself.
asio::awaitable<result<void>> play(script& what, http::exchange& out, stage& on, std::string_view scope,
                                   played& report);

}  // namespace parley::mock
