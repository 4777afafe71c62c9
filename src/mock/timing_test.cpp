#include "mock/timing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;
using shape = spread::shape;

std::vector<double> drawn(const spread& from)
{
    random_numbers random(1);
    std::vector<double> all(10'001);
    for (auto& ms : all) ms = draw_ms(from, random);
    std::ranges::sort(all);
    return all;
}

double at(const std::vector<double>& sorted, double share)
{
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

TEST(Timing, DrawsFromEveryShape)
{
    EXPECT_EQ(at(drawn({.mean_ms = 5}), 0.9), 5);

    auto all = drawn({.as = shape::normal, .mean_ms = 100, .deviation_ms = 10});
    EXPECT_NEAR(at(all, 0.5), 100, 1);
    EXPECT_NEAR(at(all, 0.841), 110, 1);

    all = drawn({.as = shape::log_normal, .mean_ms = 100, .deviation_ms = 50});
    EXPECT_NEAR(at(all, 0.5), 100, 2);
    EXPECT_NEAR(at(all, 0.841), 150, 5);

    all = drawn({.as = shape::uniform, .mean_ms = 10, .deviation_ms = 4});
    EXPECT_GE(all.front(), 6);
    EXPECT_LE(all.back(), 14);
    EXPECT_NEAR(at(all, 0.5), 10, 0.3);

    all = drawn({.as = shape::quantiles, .quantiles_ms = {10, 20, 30, 100}});
    EXPECT_NEAR(at(all, 0.5), 10, 0.5);
    EXPECT_NEAR(at(all, 0.9), 20, 0.5);
    EXPECT_NEAR(at(all, 0.95), 30, 8);  // steep above it
    EXPECT_EQ(all.back(), 100);
}

TEST(Timing, IsNeverNegative)
{
    EXPECT_EQ(drawn({.as = shape::normal, .mean_ms = 1, .deviation_ms = 100}).front(), 0);
}

TEST(Timing, IsTheSameForTheSameSeedAndRequest)
{
    const auto how = std::make_shared<const timing>(
        timing{.per_event = {.as = shape::normal, .mean_ms = 100, .deviation_ms = 30}});
    const auto first = [&](std::uint64_t seed, std::uint64_t number) {
        return wait_maker(how, seed, number).before_next();
    };
    EXPECT_EQ(first(1, 1), first(1, 1));
    EXPECT_NE(first(1, 1), first(1, 2));
    EXPECT_NE(first(1, 1), first(2, 1));
}

TEST(Timing, RepeatsARecordingAtItsSpeed)
{
    const auto how = std::make_shared<const timing>(timing{.recorded_ms = {100, 130, 120}, .speed = 2});
    wait_maker waits(how, 0, 0);
    EXPECT_TRUE(waits.waits_for_every_event());
    EXPECT_EQ(waits.before_first(), 50ms);
    EXPECT_EQ(waits.before_next(), 15ms);
    EXPECT_EQ(waits.before_next(), 0ms);
    EXPECT_EQ(waits.before_next(), 0ms);
    EXPECT_EQ(wait_maker(how, 0, 0).in_all(3), 60ms);
}

std::shared_ptr<const timing> shared(timing how)
{
    return std::make_shared<const timing>(std::move(how));
}

TEST(Timing, TakesLongerForMoreThatWasAsked)
{
    const auto how =
        shared({.to_first = {.mean_ms = 100}, .per_event = {.mean_ms = 10}, .prefill_ms_per_token = 0.5});
    wait_maker waits(how, 0, 0, 200);
    EXPECT_EQ(waits.before_first(), 200ms);
    EXPECT_EQ(waits.before_next(), 10ms);
    EXPECT_EQ(wait_maker(how, 0, 0).before_first(), 100ms);
}

TEST(Timing, IsSlowerTheMoreAnswersAreUnderWay)
{
    const auto how =
        shared({.to_first = {.mean_ms = 100}, .per_event = {.mean_ms = 10}, .load_per_answer = 0.25});
    wait_maker waits(how, 0, 0, 0, {.others = 4});
    EXPECT_EQ(waits.before_first(), 200ms);
    EXPECT_EQ(waits.before_next(), 20ms);
    wait_maker recorded(shared({.load_per_answer = 1, .recorded_ms = {100, 130}}), 0, 0, 0, {.others = 1});
    EXPECT_EQ(recorded.before_first(), 200ms);
    EXPECT_EQ(recorded.before_next(), 60ms);
}

TEST(Timing, IsSlowInSpikesThatTheSeedGives)
{
    const auto how = shared({.to_first = {.as = shape::uniform, .mean_ms = 100, .deviation_ms = 10},
                             .slow = {.rate = 0.1, .factor = 10}});
    const auto usual = shared({.to_first = how->to_first});
    int slow = 0;
    for (std::uint64_t number = 0; number < 1000; ++number) {
        const auto wait = wait_maker(how, 7, number).before_first();
        const auto without = wait_maker(usual, 7, number).before_first();
        EXPECT_EQ(wait, wait_maker(how, 7, number).before_first());
        const bool is_slow = wait > 500ms;
        EXPECT_NEAR(static_cast<double>(wait.count()),
                    static_cast<double>(without.count()) * (is_slow ? 10 : 1), 10);
        slow += is_slow ? 1 : 0;
    }
    EXPECT_NEAR(slow, 100, 30);
}

TEST(Timing, FollowsARampOverTheTimeOfTheRun)
{
    const auto how =
        shared({.to_first = {.mean_ms = 100}, .ramp = {{1000, 1}, {3000, 5}, {4000, 5}, {4000, 2}}});
    const auto at = [&how](std::chrono::nanoseconds since) {
        return wait_maker(how, 0, 0, 0, {.since = since}).before_first();
    };
    EXPECT_EQ(at(0s), 100ms);
    EXPECT_EQ(at(1s), 100ms);
    EXPECT_EQ(at(2s), 300ms);
    EXPECT_EQ(at(3500ms), 500ms);
    EXPECT_EQ(at(4s), 200ms);
    EXPECT_EQ(at(1h), 200ms);
}

TEST(Timing, NeverWaitsForMoreThanADay)
{
    const auto how = shared({.to_first = {.mean_ms = 3'600'000}, .load_per_answer = 1e6, .speed = 1e-9});
    EXPECT_EQ(wait_maker(how, 0, 0, 0, {.others = 1000}).before_first(), 24h);
}

TEST(Timing, NeverWaitsWithoutTimesOrAtSpeedZero)
{
    EXPECT_TRUE(wait_maker(nullptr, 0, 0).never_waits());
    EXPECT_TRUE(wait_maker(std::make_shared<const timing>(timing{.speed = 0}), 0, 0).never_waits());
    EXPECT_TRUE(wait_maker(std::make_shared<const timing>(), 0, 0).never_waits());
    EXPECT_EQ(wait_maker(nullptr, 0, 0).before_first(), 0ms);
}

}  // namespace
}  // namespace parley::mock
