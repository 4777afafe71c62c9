#include "identity/detail/one_at_a_time.hpp"

#include "base/run_on_loop.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using turn = one_at_a_time::turn;

// Nothing may be thrown out of it.
constexpr auto no_throw = [](std::exception_ptr thrown) { EXPECT_FALSE(thrown); };

// Enters, and notes how it went.
asio::awaitable<void> enter(one_at_a_time& gate, deadline until, std::vector<result<turn>>& into)
{
    auto mine = co_await gate.enter(until);
    into.push_back(std::move(mine));
}

struct inside {
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
    std::atomic<int> in_all = 0;
};

asio::awaitable<void> stay_a_while(one_at_a_time& gate, inside& count)
{
    auto mine = co_await gate.enter(deadline_after(10s));
    if (!mine) co_return;
    count.most = std::max(count.most.load(), ++count.now);
    const auto loop = co_await asio::this_coro::executor;
    co_await asio::post(loop, asio::use_awaitable);
    --count.now;
    ++count.in_all;
}

TEST(OneAtATime, LetsTheNextInWhenATurnEnds)
{
    one_at_a_time gate;
    asio::io_context loop;
    std::vector<result<turn>> entered;
    for (int i = 0; i < 3; ++i) asio::co_spawn(loop, enter(gate, deadline_after(10s), entered), no_throw);
    loop.poll();
    for (std::size_t i = 0; i < 3; ++i) {
        ASSERT_EQ(entered.size(), i + 1);
        ASSERT_TRUE(entered.back());
        {
            const auto ended = std::move(*entered.back());
        }
        loop.restart();
        loop.poll();
    }
}

TEST(OneAtATime, HoldsForCallersOfTwoLoops)
{
    one_at_a_time gate;
    inside count;
    const auto run = [&] {
        asio::io_context loop;
        for (int i = 0; i < 500; ++i) asio::co_spawn(loop, stay_a_while(gate, count), no_throw);
        loop.run();
    };
    std::thread other(run);
    run();
    other.join();
    EXPECT_EQ(count.most, 1);
    EXPECT_EQ(count.in_all, 1000);
}

TEST(OneAtATime, LetsACallerGoAtItsDeadline)
{
    one_at_a_time gate;
    asio::io_context loop;
    std::vector<result<turn>> entered;
    asio::co_spawn(loop, enter(gate, deadline_after(10s), entered), no_throw);
    asio::co_spawn(loop, enter(gate, deadline_after(1ms), entered), no_throw);
    asio::co_spawn(loop, enter(gate, deadline_after(10s), entered), no_throw);
    while (entered.size() < 2) loop.run_one();
    EXPECT_EQ(entered.at(1).error().code, errc::timed_out);
    {
        const auto ended = std::move(*entered.at(0));
    }
    while (entered.size() < 3) loop.run_one();
    EXPECT_TRUE(entered.at(2));
}

TEST(OneAtATime, LetsACallerGoWhenItIsCancelled)
{
    one_at_a_time gate;
    asio::io_context loop;
    std::vector<result<turn>> entered;
    asio::cancellation_signal stop;
    asio::co_spawn(loop, enter(gate, deadline_after(10s), entered), no_throw);
    asio::co_spawn(loop, enter(gate, deadline_after(10s), entered),
                   asio::bind_cancellation_slot(stop.slot(), no_throw));
    loop.poll();
    stop.emit(asio::cancellation_type::terminal);
    loop.poll();
    ASSERT_EQ(entered.size(), 2U);
    EXPECT_EQ(entered.at(1).error().code, errc::cancelled);
}

// A turn that was given to somebody who is leaving in the same moment must not be lost.
TEST(OneAtATime, PassesOnATurnThatCameTogetherWithACancellation)
{
    one_at_a_time gate;
    asio::io_context loop;
    std::vector<result<turn>> entered;
    asio::cancellation_signal stop;
    asio::co_spawn(loop, enter(gate, deadline_after(10s), entered), no_throw);
    asio::co_spawn(loop, enter(gate, deadline_after(10s), entered),
                   asio::bind_cancellation_slot(stop.slot(), no_throw));
    asio::co_spawn(loop, enter(gate, deadline_after(10s), entered), no_throw);
    loop.poll();
    {
        const auto ended = std::move(*entered.at(0));
    }
    stop.emit(asio::cancellation_type::terminal);
    loop.restart();
    loop.poll();
    ASSERT_EQ(entered.size(), 3U);
    EXPECT_EQ(entered.at(1).error().code, errc::cancelled);
    EXPECT_TRUE(entered.at(2));
}

TEST(OneAtATime, PassesOnTheTurnOfALoopThatIsGone)
{
    one_at_a_time gate;
    asio::io_context loop;
    std::vector<result<turn>> entered;
    {
        asio::io_context gone;
        std::vector<result<turn>> never;
        asio::co_spawn(loop, enter(gate, deadline_after(10s), entered), no_throw);
        loop.poll();
        asio::co_spawn(gone, enter(gate, deadline_after(10s), never), no_throw);
        gone.poll();
        asio::co_spawn(loop, enter(gate, deadline_after(10s), entered), no_throw);
        loop.restart();
        loop.poll();
        {
            const auto ended = std::move(*entered.at(0));
        }
        EXPECT_TRUE(never.empty());
    }
    loop.restart();
    loop.poll();
    ASSERT_EQ(entered.size(), 2U);
    EXPECT_TRUE(entered.at(1));
}

}  // namespace
}  // namespace parley::identity
