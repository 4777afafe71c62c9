// Runs blocking work on a pool and resumes on the loop that asked.
//
// Thread-safe: the pool is shared by all loops. Work is not interrupted by cancellation, which stays on the
// caller's loop: the caller resumes when the work ends, and hears of the cancellation at its next wait.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/thread_pool.hpp>

#include <type_traits>

namespace parley {

// `work` runs on `pool`; what it returns (or throws) comes back here. It must own what it touches,
// or the caller must keep it alive until this has been awaited. Name a capturing lambda before it is passed:
// GCC 12 destroys temporaries in a co_await expression twice.
template <class F>
asio::awaitable<std::invoke_result_t<F>> offload(asio::thread_pool& pool, F work)
{
    // An empty slot: a signal of the loop's must not be emitted into a coroutine of the pool's.
    co_return co_await asio::co_spawn(
        pool, [](F owned) -> asio::awaitable<std::invoke_result_t<F>> { co_return owned(); }(std::move(work)),
        asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable));
}

}  // namespace parley
