#include "base/deadline.hpp"

#include "base/run_on_loop.hpp"

#include <boost/asio/redirect_error.hpp>
#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;

asio::awaitable<result<int>> seven()
{
    co_return 7;
}

asio::awaitable<result<int>> wait_for_ever(bool& was_cancelled)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline::max());
    boost::system::error_code ended;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    was_cancelled = ended == asio::error::operation_aborted;
    co_return 0;
}

asio::awaitable<result<int>> fail_loudly()
{
    throw std::runtime_error("a bug");
    co_return 0;
}

TEST(FinishBefore, GivesWhatTheWorkReturns)
{
    asio::io_context loop;
    const auto got = run_on_loop(loop, finish_before(deadline_after(10s), seven()));
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(*got, 7);
}

TEST(FinishBefore, CancelsAndAwaitsWorkThatIsTooSlow)
{
    asio::io_context loop;
    bool was_cancelled = false;
    const auto got = run_on_loop(loop, finish_before(deadline_after(1ms), wait_for_ever(was_cancelled)));
    ASSERT_TRUE(got.has_error());
    EXPECT_EQ(got.error().code, errc::timed_out);
    EXPECT_TRUE(was_cancelled);
}

TEST(FinishBefore, PassesAnExceptionOnAtOnceInsteadOfWaitingForTheDeadline)
{
    asio::io_context loop;
    EXPECT_THROW(run_on_loop(loop, finish_before(deadline_after(1h), fail_loudly())), std::runtime_error);
}

}  // namespace
}  // namespace parley
