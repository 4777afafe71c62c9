#include "http/http_date.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

TEST(HttpDate, IsWrittenAsTheStandardsExample)
{
    EXPECT_EQ(format_date(std::chrono::sys_seconds(std::chrono::seconds(784'111'777))),
              "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(format_date(std::chrono::sys_seconds{}), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(HttpDate, IsReadBackAsItWasWritten)
{
    for (const long long seconds : {0LL, 784'111'777LL, 951'782'400LL, 4'102'444'799LL}) {
        const std::chrono::sys_seconds at{std::chrono::seconds(seconds)};
        EXPECT_EQ(parse_date(format_date(at)), at);
    }
}

TEST(HttpDate, IsNotGuessed)
{
    for (const auto* text :
         {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
          "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
          "Sun, 06 Nov 1994 08-49-37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT"})
        EXPECT_FALSE(parse_date(text).has_value()) << text;
}

}  // namespace
}  // namespace parley::http
