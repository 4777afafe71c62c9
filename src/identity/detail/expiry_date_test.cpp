#include "identity/detail/expiry_date.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace std::chrono;

std::optional<std::int64_t> epoch(std::string_view text)
{
    const auto at = read_expiry_date(text);
    if (!at) return std::nullopt;
    return at->time_since_epoch().count();
}

TEST(ExpiryDate, ReadsMonthFirstWithATwentyFourHourClock)
{
    EXPECT_EQ(epoch("06/19/2019 23:42:01 +00:00"), 1'560'987'721);
}

TEST(ExpiryDate, ReadsMonthFirstWithHalvesOfTheDay)
{
    EXPECT_EQ(epoch("1/16/2020 5:24:12 AM +00:00"), 1'579'152'252);
    EXPECT_EQ(epoch("1/16/2020 5:24:12 PM +00:00"), 1'579'152'252 + 12 * 3600);
}

TEST(ExpiryDate, TakesTwelveForTheStartOfAHalf)
{
    EXPECT_EQ(epoch("1/16/2020 12:00:00 AM +00:00"), 1'579'132'800);
    EXPECT_EQ(epoch("1/16/2020 12:00:00 PM +00:00"), 1'579'132'800 + 12 * 3600);
}

TEST(ExpiryDate, RefusesAnHourThatIsNotInAHalf)
{
    EXPECT_EQ(epoch("1/16/2020 13:00:00 PM +00:00"), std::nullopt);
    EXPECT_EQ(epoch("1/16/2020 0:00:00 AM +00:00"), std::nullopt);
}

TEST(ExpiryDate, ReadsYearFirstWithoutAZoneAsUtc)
{
    EXPECT_EQ(epoch("2024-10-18 19:51:37"), 1'729'281'097);
}

TEST(ExpiryDate, ReadsRfc3339WithUpToSevenFractionalDigits)
{
    for (const auto* text : {"2024-10-18T19:51:37Z", "2024-10-18T19:51:37.0000000+00:00",
                             "2024-10-18T19:51:37.9999999Z", "2024-10-18t19:51:37.5z"})
        EXPECT_EQ(epoch(text), 1'729'281'097) << text;
    EXPECT_EQ(epoch("2024-10-18T19:51:37.00000000Z"), std::nullopt);
}

TEST(ExpiryDate, CountsTheOffsetFromUtc)
{
    EXPECT_EQ(epoch("2024-10-18T21:51:37+02:00"), 1'729'281'097);
    EXPECT_EQ(epoch("2024-10-18T14:21:37-05:30"), 1'729'281'097);
}

TEST(ExpiryDate, ReadsRfc1123)
{
    EXPECT_EQ(epoch("Fri, 18 Oct 2024 19:51:37 GMT"), 1'729'281'097);
}

TEST(ExpiryDate, RefusesWhatIsNoDateOfTheCalendar)
{
    for (const auto* text :
         {"2023-02-29 00:00:00", "13/01/2024 00:00:00 +00:00", "2024-00-10 00:00:00", "2024-10-18 24:00:00",
          "2024-10-18 23:60:00", "2024-10-18T19:51:37+24:00", "Fri, 31 Feb 2024 19:51:37 GMT"})
        EXPECT_EQ(epoch(text), std::nullopt) << text;
}

TEST(ExpiryDate, RefusesADateCutAnywhere)
{
    for (const std::string_view whole :
         {"06/19/2019 23:42:01 +00:00", "1/16/2020 5:24:12 AM +00:00", "2024-10-18 19:51:37",
          "2024-10-18T19:51:37.0000000+00:00", "Fri, 18 Oct 2024 19:51:37 GMT"})
        for (std::size_t length = 0; length < whole.size(); ++length) {
            EXPECT_EQ(epoch(whole.substr(0, length)), std::nullopt) << whole.substr(0, length);
            EXPECT_EQ(epoch(std::string(whole.substr(0, length)) + "?"), std::nullopt);
        }
}

TEST(ExpiryDate, RefusesWhatFollowsADate)
{
    EXPECT_EQ(epoch("2024-10-18T19:51:37Z and more"), std::nullopt);
    EXPECT_EQ(epoch(" 2024-10-18T19:51:37Z\n"), 1'729'281'097);
}

TEST(ExpiryDate, StaysWithinWhatTheWallClockCanShow)
{
    const auto far = on_wall_clock(sys_seconds(seconds(last_epoch_second)));
    EXPECT_GT(far, sys_days(year(2200) / 1 / 1));
    EXPECT_EQ(on_wall_clock(sys_seconds(seconds(5))), system_clock::time_point(seconds(5)));
}

}  // namespace
}  // namespace parley::identity
