#include "identity/detail/token_life.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;

const instant noon{wall_time(std::chrono::seconds(1'769'860'800)),
                   std::chrono::steady_clock::time_point(1'000'000s)};

instant after(std::chrono::nanoseconds passed)
{
    return {noon.wall + passed, noon.steady + passed};
}

access_token token_for(std::chrono::nanoseconds life, std::optional<std::chrono::seconds> refresh_in = {})
{
    access_token token{secret("t"), noon.wall + std::chrono::duration_cast<wall_time::duration>(life)};
    if (refresh_in) token.refresh_on = noon.wall + *refresh_in;
    return token;
}

// When each age begins, in seconds after the token was asked for.
struct ages {
    std::chrono::seconds ageing;
    std::chrono::seconds old;
    std::chrono::seconds dead;
};

void expect_ages(const token_life& life, ages when)
{
    EXPECT_EQ(life.age_at(after(when.ageing - 1ns)), token_age::fresh);
    EXPECT_EQ(life.age_at(after(when.ageing)), token_age::ageing);
    EXPECT_EQ(life.age_at(after(when.old - 1ns)), token_age::ageing);
    EXPECT_EQ(life.age_at(after(when.old)), token_age::old);
    EXPECT_EQ(life.age_at(after(when.dead - 1ns)), token_age::old);
    EXPECT_EQ(life.age_at(after(when.dead)), token_age::dead);
}

TEST(TokenLife, IsDeadWithoutAToken)
{
    EXPECT_EQ(token_life().age_at(noon), token_age::dead);
}

TEST(TokenLife, AgesFiveMinutesBeforeItsEnd)
{
    expect_ages({token_for(3600s), noon, 0}, {3300s, 3570s, 3600s});
}

TEST(TokenLife, AgesAtHalfOfALongLife)
{
    expect_ages({token_for(24h), noon, 0}, {12h, 24h - 30s, 24h});
    expect_ages({token_for(2h), noon, 0}, {1h, 2h - 30s, 2h});
    expect_ages({token_for(2h - 1s), noon, 0}, {2h - 301s, 2h - 31s, 2h - 1s});
}

TEST(TokenLife, AgesWhenTheServiceWishes)
{
    expect_ages({token_for(3600s, 600s), noon, 0}, {600s, 3570s, 3600s});
}

TEST(TokenLife, AgesFiveMinutesBeforeItsEndEvenIfTheServiceWishesLater)
{
    expect_ages({token_for(3600s, 3500s), noon, 0}, {3300s, 3570s, 3600s});
}

TEST(TokenLife, AgesEarlierByFivePercentAtMost)
{
    expect_ages({token_for(3600s), noon, 1}, {3120s, 3570s, 3600s});
    expect_ages({token_for(3600s), noon, 0.5}, {3210s, 3570s, 3600s});
}

TEST(TokenLife, AgesEarlierByFiveMinutesAtMost)
{
    expect_ages({token_for(24h), noon, 1}, {12h - 300s, 24h - 30s, 24h});
}

TEST(TokenLife, AcceptsATokenWithLittleLifeLeft)
{
    const token_life life(token_for(200s), noon, 1);
    EXPECT_EQ(life.age_at(noon), token_age::ageing);
    EXPECT_EQ(token_life(token_for(30s), noon, 1).age_at(noon), token_age::old);
}

TEST(TokenLife, IsDeadWhenTheTokenExpiredBeforeItCame)
{
    EXPECT_EQ(token_life(token_for(0s), noon, 1).age_at(noon), token_age::dead);
    EXPECT_EQ(token_life(token_for(-1h), noon, 1).age_at(noon), token_age::dead);
}

TEST(TokenLife, EndsInTimeWhenTheWallClockIsSetBack)
{
    const token_life life(token_for(3600s), noon, 0);
    EXPECT_EQ(life.age_at({noon.wall - 240h, noon.steady + 3300s}), token_age::ageing);
    EXPECT_EQ(life.age_at({noon.wall - 240h, noon.steady + 3570s}), token_age::old);
    EXPECT_EQ(life.age_at({noon.wall - 240h, noon.steady + 3600s}), token_age::dead);
}

// The steady clock stands still while a computer sleeps.
TEST(TokenLife, EndsInTimeWhenTheComputerSlept)
{
    const token_life life(token_for(3600s), noon, 0);
    EXPECT_EQ(life.age_at({noon.wall + 3600s, noon.steady}), token_age::dead);
}

TEST(TokenLife, HoldsAtTheLimitsOfTheClocks)
{
    const access_token for_ever{secret("t"), wall_time::max()};
    EXPECT_EQ(token_life(for_ever, noon, 1).age_at(noon), token_age::fresh);
    EXPECT_EQ(token_life(for_ever, {wall_time::min(), noon.steady}, 1).age_at(after(0s)), token_age::fresh);
    const access_token never{secret("t"), wall_time::min()};
    EXPECT_EQ(token_life(never, noon, 1).age_at(noon), token_age::dead);
    const access_token odd{secret("t"), wall_time::max(), wall_time::min()};
    EXPECT_EQ(token_life(odd, noon, 1).age_at(noon), token_age::ageing);
    const token_life short_one(token_for(3600s), noon, 0);
    EXPECT_EQ(short_one.age_at({wall_time::min(), noon.steady + 3600s}), token_age::dead);
    EXPECT_EQ(short_one.age_at({wall_time::max(), noon.steady}), token_age::dead);
}

}  // namespace
}  // namespace parley::identity
