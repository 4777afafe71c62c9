// Runs a coroutine on a loop and gives what it returned: for tests, and for programs that do one thing.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/io_context.hpp>

#include <optional>

namespace parley {

// What becomes of the rest of the loop when the coroutine has returned.
enum class loop_rest { is_run, is_left };

// Rethrows what the coroutine throws. The loop runs until nothing is left on it, or until the coroutine is
// done: for when something always waits on it.
template <class T>
T run_on_loop(asio::io_context& loop, asio::awaitable<T> work, loop_rest rest = loop_rest::is_run)
{
    std::optional<T> returned;
    std::exception_ptr thrown;
    asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e, T value) {
        thrown = e;
        returned = std::move(value);
        if (rest == loop_rest::is_left) loop.stop();
    });
    loop.restart();
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*returned);
}

}  // namespace parley
