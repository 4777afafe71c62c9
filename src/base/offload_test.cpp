#include "base/offload.hpp"

#include "base/run_on_loop.hpp"

#include <gtest/gtest.h>

#include <future>
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

// A reader that leaves while its search runs on the pool once ended the whole process.
TEST(Offload, LetsWorkEndWhenItsCallerIsCancelled)
{
    asio::thread_pool pool(2);
    asio::io_context loop;
    asio::cancellation_signal cancel;
    std::promise<void> started;
    std::promise<void> go_on;
    const auto blocking = [&started, &go_on] {
        started.set_value();
        go_on.get_future().wait();
        return 7;
    };
    std::optional<int> returned;
    asio::co_spawn(
        loop, offload(pool, blocking),
        asio::bind_cancellation_slot(cancel.slot(), [&returned](std::exception_ptr thrown, int value) {
            if (!thrown) returned = value;
        }));
    loop.poll();
    started.get_future().wait();
    cancel.emit(asio::cancellation_type::terminal);
    loop.poll();  // here the caller hears of it, and the pool would next
    std::promise<void> other_thread_had_a_turn;
    asio::post(pool, [&other_thread_had_a_turn] { other_thread_had_a_turn.set_value(); });
    other_thread_had_a_turn.get_future().wait();
    go_on.set_value();
    loop.run();
    pool.join();
    EXPECT_EQ(returned, 7);
}

}  // namespace
}  // namespace parley
