#include "base/task_group.hpp"

#include "base/run_on_loop.hpp"

#include <boost/asio/redirect_error.hpp>
#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;

asio::awaitable<void> wait_until_cancelled(int& ended)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline::max());
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    ++ended;
}

asio::awaitable<result<void>> spawn_and_stop(task_group& group, int& ended)
{
    group.spawn(wait_until_cancelled(ended));
    group.spawn(wait_until_cancelled(ended));
    co_await asio::post(asio::use_awaitable);
    group.cancel(asio::cancellation_type::total);
    group.cancel(asio::cancellation_type::terminal);
    co_return co_await group.wait(deadline_after(10s));
}

TEST(TaskGroup, WaitsUntilEveryCancelledTaskHasEnded)
{
    asio::io_context loop;
    task_group group(loop.get_executor());
    int ended = 0;
    EXPECT_TRUE(run_on_loop(loop, spawn_and_stop(group, ended)).has_value());
    EXPECT_EQ(ended, 2);
    EXPECT_EQ(group.size(), 0U);
}

asio::awaitable<result<void>> wait_in_vain(task_group& group, int& ended)
{
    group.spawn(wait_until_cancelled(ended));
    auto waited = co_await group.wait(deadline_after(1ms));
    group.cancel(asio::cancellation_type::terminal);
    co_return waited;
}

TEST(TaskGroup, SaysSoWhenTasksOutliveTheGracePeriod)
{
    asio::io_context loop;
    task_group group(loop.get_executor());
    int ended = 0;
    const auto waited = run_on_loop(loop, wait_in_vain(group, ended));
    ASSERT_TRUE(waited.has_error());
    EXPECT_EQ(waited.error().code, errc::timed_out);
    EXPECT_EQ(ended, 1);
}

}  // namespace
}  // namespace parley
