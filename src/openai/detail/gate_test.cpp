#include "openai/detail/gate.hpp"

#include "base/task_group.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <vector>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;

// Not a constant: the tests of one process may take longer than that.
deadline later()
{
    return deadline_after(10s);
}

struct crowd {
    asio::io_context loop{};
    std::shared_ptr<busy_sign> sign = std::make_shared<busy_sign>();
    gate door{sign};
    task_group tasks{loop.get_executor()};
    std::vector<int> left = {};  // who left, in order
    deadline left_at = {};       // the last of them
    std::vector<gate::pass> passes = {};
    std::vector<error> refused = {};

    asio::awaitable<void> enter(int who, std::chrono::milliseconds wait_max, deadline until)
    {
        auto pass = co_await door.enter(wait_max, until);
        if (!pass) {
            refused.push_back(pass.error());
            co_return;
        }
        left.push_back(who);
        left_at = std::chrono::steady_clock::now();
        passes.push_back(std::move(*pass));
    }

    void come(int who, std::chrono::milliseconds wait_max = 60s, deadline until = later())
    {
        tasks.spawn(enter(who, wait_max, until));
        loop.restart();
        loop.poll();
    }

    // All of those who are under way come back well; then whoever can leaves.
    void all_come_back()
    {
        for (auto& each : std::exchange(passes, {})) each.answered();
        loop.restart();
        loop.poll();
    }

    void run()
    {
        loop.restart();
        loop.run();
    }
};

TEST(Gate, LetsEverybodyLeaveAsLongAsNobodyIsRefused)
{
    crowd some;
    for (int who = 0; who < 100; ++who) some.come(who);
    EXPECT_EQ(some.left.size(), 100U);
    some.all_come_back();
}

TEST(Gate, HoldsAllBackAfterARefusalAndLetsThemGoOneByOneAtFirst)
{
    crowd some;
    for (int who = 0; who < 3; ++who) some.come(who);
    for (auto& each : std::exchange(some.passes, {})) each.refused(deadline_after(20ms));
    some.left.clear();
    for (int who = 0; who < 12; ++who) some.come(who);
    while (some.left.empty()) some.loop.run_one();
    some.loop.poll();
    EXPECT_EQ(some.left, (std::vector{0}));
    EXPECT_GE(some.left_at, some.sign->closed_until());
    some.all_come_back();
    EXPECT_EQ(some.left, (std::vector{0, 1, 2}));
    some.all_come_back();
    EXPECT_EQ(some.left.size(), 7U);
    some.all_come_back();
    EXPECT_EQ(some.left, (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
    some.all_come_back();

    for (int who = 0; who < 100; ++who) some.come(who);
    EXPECT_EQ(some.left.size(), 112U);
    some.all_come_back();
}

TEST(Gate, AsksWithOneAgainWhenTheFirstAfterAPauseIsRefused)
{
    crowd some;
    some.come(0);
    std::exchange(some.passes, {}).front().refused(deadline_after(5ms));
    for (int who = 1; who < 5; ++who) some.come(who);
    while (some.left.size() < 2) some.loop.run_one();
    std::exchange(some.passes, {}).front().refused(deadline_after(5ms));
    while (some.left.size() < 3) some.loop.run_one();
    some.loop.poll();
    EXPECT_EQ(some.left, (std::vector{0, 1, 2}));
    some.all_come_back();
    some.all_come_back();
    EXPECT_EQ(some.left.size(), 5U);
    some.all_come_back();
}

TEST(Gate, LetsTheNextGoWhenSomebodyComesBackWithNothing)
{
    crowd some;
    some.come(0);
    std::exchange(some.passes, {}).front().refused(deadline_after(0ms));
    for (int who = 1; who < 4; ++who) some.come(who);
    for (std::size_t gone = 2; gone < 5; ++gone) {
        EXPECT_EQ(some.left.size(), gone);
        some.passes.clear();
        some.loop.restart();
        some.loop.poll();
    }
}

TEST(Gate, SaysAtOnceThatThePauseIsTooLong)
{
    crowd some;
    some.come(0);
    std::exchange(some.passes, {}).front().refused(deadline_after(24h));
    some.come(1);
    some.come(2, 0ms);
    ASSERT_EQ(some.refused.size(), 2U);
    for (const auto& each : some.refused) {
        EXPECT_EQ(each.code, errc::upstream_busy);
        EXPECT_EQ(each.retry_after, 24h);
    }

    crowd others;
    others.come(0);
    std::exchange(others.passes, {}).front().refused(deadline_after(5s));
    others.come(1, 60s, deadline_after(4s));
    ASSERT_EQ(others.refused.size(), 1U);
    EXPECT_GT(others.refused[0].retry_after, 0s);
}

// A host that is out of reach for a day is asked again after a minute, in case that has changed.
TEST(Gate, DoesNotBelieveInAVeryLongPause)
{
    crowd some;
    some.come(0);
    std::exchange(some.passes, {}).front().refused(deadline_after(24h));
    EXPECT_LE(some.sign->closed_until(), deadline_after(60s));
    EXPECT_GT(some.sign->told_until(), deadline_after(23h));
}

TEST(Gate, SharesARefusalWithOtherLoops)
{
    crowd here, there{.sign = here.sign};
    here.come(0);
    std::exchange(here.passes, {}).front().refused(deadline_after(20ms));
    for (int who = 1; who < 4; ++who) there.come(who);
    while (there.left.empty()) there.loop.run_one();
    EXPECT_GE(there.left_at, here.sign->closed_until());
    EXPECT_EQ(there.left, (std::vector{1}));
    there.all_come_back();
    EXPECT_EQ(there.left.size(), 3U);
    there.all_come_back();
}

TEST(Gate, TurnsAwayWhoMustNotWait)
{
    crowd some;
    some.come(0);
    std::exchange(some.passes, {}).front().refused(deadline_after(0ms));
    some.come(1);
    some.come(2, 0ms);
    ASSERT_EQ(some.refused.size(), 1U);
    EXPECT_EQ(some.refused[0].code, errc::upstream_busy);
    some.all_come_back();
}

TEST(Gate, EndsTheWaitingAtTheDeadlineOrWhenTheCallerLeaves)
{
    crowd some;
    some.come(0);
    std::exchange(some.passes, {}).front().refused(deadline_after(0ms));
    some.come(1);
    some.come(2, 60s, deadline_after(5ms));
    some.come(3);
    while (some.refused.empty()) some.loop.run_one();
    EXPECT_EQ(some.refused[0].code, errc::timed_out);

    some.tasks.cancel(asio::cancellation_type::terminal);
    some.run();
    ASSERT_EQ(some.refused.size(), 2U);
    EXPECT_EQ(some.refused[1].code, errc::cancelled);
    EXPECT_EQ(some.left, (std::vector{0, 1}));
    some.all_come_back();
}

}  // namespace
}  // namespace parley::openai
