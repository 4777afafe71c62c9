// Runs a coroutine on a loop and gives what it returned: for tests, and for programs that do one thing.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/io_context.hpp>

#include <optional>

namespace parley {

// Rethrows what the coroutine throws. The loop runs until nothing is left on it.
template <class T>
T run_on_loop(asio::io_context& loop, asio::awaitable<T> work)
{
    std::optional<T> returned;
    std::exception_ptr thrown;
    asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e, T value) {
        thrown = e;
        returned = std::move(value);
    });
    loop.restart();
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*returned);
}

}  // namespace parley
