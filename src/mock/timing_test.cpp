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

TEST(Timing, NeverWaitsWithoutTimesOrAtSpeedZero)
{
    EXPECT_TRUE(wait_maker(nullptr, 0, 0).never_waits());
    EXPECT_TRUE(wait_maker(std::make_shared<const timing>(timing{.speed = 0}), 0, 0).never_waits());
    EXPECT_EQ(wait_maker(nullptr, 0, 0).before_first(), 0ms);
}

}  // namespace
}  // namespace parley::mock
