#include "mock/rate_limits.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

const rate_limits::time_point start{1h};

asked request_of(std::string key, std::string model, std::size_t output_tokens_max = 0)
{
    asked made;
    made.key_hash = std::move(key);
    made.model = std::move(model);
    made.messages = {{"user", "hello"}};
    made.output_tokens_max = output_tokens_max;
    return made;
}

std::string header(const rate_limits::verdict& of, std::string_view name)
{
    return std::string(of.headers.find(name).value_or("none"));
}

TEST(RateLimits, CountRequestsByKeyAndModelUntilTheWindowEnds)
{
    rate_limits limits({.requests_max = 2, .window = 60s});
    const auto mine = request_of("a", "m");
    const auto first = limits.take(mine, start);
    EXPECT_FALSE(first.refused);
    EXPECT_EQ(header(first, "x-ratelimit-limit-requests"), "2");
    EXPECT_EQ(header(first, "x-ratelimit-remaining-requests"), "1");
    EXPECT_EQ(header(first, "x-ratelimit-reset-requests"), "1m0s");
    EXPECT_EQ(header(first, "x-ratelimit-limit-tokens"), "none");
    EXPECT_FALSE(limits.take(mine, start + 10s).refused);
    const auto third = limits.take(mine, start + 20s);
    ASSERT_TRUE(third.refused);
    EXPECT_EQ(third.refused->status, 429U);
    EXPECT_EQ(third.refused->retry_after, 40s);
    EXPECT_EQ(header(third, "x-ratelimit-remaining-requests"), "0");
    EXPECT_EQ(header(third, "x-ratelimit-reset-requests"), "40s");
    EXPECT_FALSE(limits.take(request_of("b", "m"), start + 20s).refused);
    EXPECT_FALSE(limits.take(request_of("a", "n"), start + 20s).refused);
    EXPECT_TRUE(limits.take(mine, start + 60s - 1ms).refused);
    EXPECT_FALSE(limits.take(mine, start + 60s).refused);
}

TEST(RateLimits, CountTheTokensThatAnAnswerMayHave)
{
    rate_limits limits({.tokens_max = 1000, .window = 1s});
    const auto small = limits.take(request_of("a", "m", 100), start);
    EXPECT_FALSE(small.refused);
    const auto left = std::stoi(header(small, "x-ratelimit-remaining-tokens"));
    EXPECT_LT(left, 900);
    EXPECT_GT(left, 850);
    const auto large = limits.take(request_of("a", "m", 900), start + 750ms);
    ASSERT_TRUE(large.refused);
    EXPECT_EQ(large.refused->type, "tokens");
    EXPECT_EQ(large.refused->retry_after, 250ms);
    EXPECT_EQ(header(large, "x-ratelimit-reset-tokens"), "250ms");
    EXPECT_EQ(std::stoi(header(large, "x-ratelimit-remaining-tokens")), left);
}

TEST(RateLimits, AreReadAsAMap)
{
    const auto read = read_window_limits(R"({"requests": 3, "window_ms": 500})", "body");
    EXPECT_TRUE(read.mistakes.empty());
    EXPECT_EQ(read.limits.requests_max, 3);
    EXPECT_EQ(read.limits.tokens_max, 0);
    EXPECT_EQ(read.limits.window, 500ms);
    const auto wrong = read_window_limits(R"({"request": 3})", "body");
    ASSERT_EQ(wrong.mistakes.size(), 1U);
    EXPECT_NE(wrong.mistakes[0].text.find("did you mean `requests`"), std::string::npos)
        << wrong.mistakes[0].text;
}

// A load test with a key per request must not grow us.
TEST(RateLimits, KeepABoundedNumberOfWindows)
{
    rate_limits limits({.requests_max = 1, .window = 1h});
    EXPECT_FALSE(limits.take(request_of("first", "m"), start).refused);
    EXPECT_TRUE(limits.take(request_of("first", "m"), start).refused);
    for (int i = 0; i < 4096; ++i)
        EXPECT_FALSE(limits.take(request_of(std::to_string(i), "m"), start + 1s).refused);
    EXPECT_FALSE(limits.take(request_of("first", "m"), start + 2s).refused);
}

}  // namespace
}  // namespace parley::mock
