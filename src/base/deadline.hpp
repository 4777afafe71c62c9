// One point in time, born at the edge and handed down; and the one way to race work against it.
//
// Limits: each `finish_before` costs a co_spawn and a timer, so per-byte paths use a watchdog instead.
#pragma once

#include "base/error.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace parley {

namespace asio = boost::asio;

using deadline = std::chrono::steady_clock::time_point;

inline deadline deadline_after(std::chrono::steady_clock::duration wait)
{
    return std::chrono::steady_clock::now() + wait;
}

// Runs `work` until it finishes or `until` passes. The loser is cancelled and awaited,
// so nothing outlives the call. Cancelling the caller cancels `work`.
template <class T>
asio::awaitable<result<T>> finish_before(deadline until, asio::awaitable<result<T>> work)
{
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, until);

    // wait_for_one, not operator||: `||` waits for a success, so an exception in `work`
    // would be held back until the timer fires and then reported as a timeout.
    // When `work` throws, `outcome` is made from nothing, so T must be default-constructible.
    auto [order, thrown, outcome, timer_error] =
        co_await asio::experimental::make_parallel_group(
            asio::co_spawn(executor, std::move(work), asio::deferred), timer.async_wait(asio::deferred))
            .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);

    const bool timer_was_first = order[0] == 1 && !timer_error;
    if (timer_was_first) co_return error{errc::timed_out, "the deadline passed"};
    if (thrown) std::rethrow_exception(thrown);
    co_return std::move(outcome);
}

}  // namespace parley
