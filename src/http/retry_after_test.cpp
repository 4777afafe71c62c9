#include "http/retry_after.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

using namespace std::chrono_literals;

const auto now = std::chrono::sys_days(std::chrono::year(2026) / 8 / 1) + 12h;

TEST(RetryAfter, ReadsTheWaitThatIsAskedFor)
{
    EXPECT_EQ(retry_after_of(fields{{"retry-after-ms", "250"}, {"Retry-After", "9"}}, now), 250ms);
    EXPECT_EQ(retry_after_of(fields{{"retry-after-ms", "soon"}, {"Retry-After", " 9 "}}, now), 9s);
    EXPECT_EQ(retry_after_of(fields{{"Retry-After", "1.5"}}, now), 1500ms);
    EXPECT_EQ(retry_after_of(fields{{"Retry-After", "0"}}, now), 0s);
    EXPECT_EQ(retry_after_of(fields{{"Retry-After", "Sat, 01 Aug 2026 12:00:07 GMT"}}, now), 7s);
    EXPECT_EQ(retry_after_of(fields{{"Retry-After", "86400"}}, now), 24h);
}

TEST(RetryAfter, TakesNoWaitThatMakesNoSense)
{
    for (const auto* odd : {"-1", "", "soon", "7 s", "1e400", "nan", "inf", "99999999999999999999",
                            "Sat, 01 Aug 2026 11:59:59 GMT", "Sat, 99 Aug 2026 12:00:07 GMT"})
        EXPECT_EQ(retry_after_of(fields{{"Retry-After", odd}}, now), std::nullopt) << odd;
    EXPECT_EQ(retry_after_of(fields{}, now), std::nullopt);
}

}  // namespace
}  // namespace parley::http
