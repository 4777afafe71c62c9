#include "base/offload.hpp"

#include "base/run_on_loop.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace parley {
namespace {

struct threads_seen {
    std::thread::id before, during, after;
};

asio::awaitable<threads_seen> visit(asio::thread_pool& pool)
{
    threads_seen seen;
    seen.before = std::this_thread::get_id();
    seen.during = co_await offload(pool, [] { return std::this_thread::get_id(); });
    seen.after = std::this_thread::get_id();
    co_return seen;
}

TEST(Offload, RunsOnThePoolAndResumesOnTheLoopThatAsked)
{
    asio::thread_pool pool(1);
    asio::io_context loop;
    const auto seen = run_on_loop(loop, visit(pool));
    EXPECT_NE(seen.during, seen.before);
    EXPECT_EQ(seen.after, seen.before);
}

asio::awaitable<int> throw_on(asio::thread_pool& pool)
{
    co_return co_await offload(pool, []() -> int { throw std::runtime_error("a bug"); });
}

TEST(Offload, BringsAnExceptionBackToTheCaller)
{
    asio::thread_pool pool(1);
    asio::io_context loop;
    EXPECT_THROW(run_on_loop(loop, throw_on(pool)), std::runtime_error);
}

}  // namespace
}  // namespace parley
