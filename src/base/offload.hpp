// Runs blocking work on a pool and resumes on the loop that asked.
//
// Thread-safe: the pool is shared by all loops. Work that has started is not interrupted by
// cancellation: the caller resumes when it ends.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/thread_pool.hpp>

#include <type_traits>

namespace parley {

// `work` runs on `pool`; what it returns (or throws) comes back here. It must own what it touches,
// or the caller must keep it alive until this has been awaited.
template <class F>
asio::awaitable<std::invoke_result_t<F>> offload(asio::thread_pool& pool, F work)
{
    co_return co_await asio::co_spawn(
        pool, [](F owned) -> asio::awaitable<std::invoke_result_t<F>> { co_return owned(); }(std::move(work)),
        asio::use_awaitable);
}

}  // namespace parley
