#include "openai/detail/tool_call_collector.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

TEST(ToolCallCollector, RefusesMoreCallsThanARequestMayNameTools)
{
    tool_call_collector calls;
    for (std::size_t index = 0; index < tool_calls_max; ++index)
        ASSERT_TRUE(calls.append({.index = static_cast<std::int64_t>(index)}));
    const auto one_more = calls.append({.index = static_cast<std::int64_t>(tool_calls_max)});
    ASSERT_TRUE(one_more.has_error());
    EXPECT_EQ(one_more.error().code, errc::too_large);
}

TEST(ToolCallCollector, RefusesArgumentsThatNeverEnd)
{
    tool_call_collector calls;
    tool_call_part part{.index = 0};
    part.part.arguments.assign(1 << 20, ' ');
    result<void> added;
    std::size_t megabytes = 0;
    while (added && megabytes < 100) {
        added = calls.append(part);
        ++megabytes;
    }
    EXPECT_EQ(megabytes, tool_call_bytes_max / part.part.arguments.size() + 1);
    ASSERT_TRUE(added.has_error());
    EXPECT_EQ(added.error().code, errc::too_large);
}

TEST(ToolCallCollector, CountsWhatIsReplacedOnce)
{
    tool_call_collector calls;
    tool_call_part part{.index = 0};
    part.part.arguments.assign(tool_call_bytes_max / 2 + 1, ' ');
    for (int times = 0; times < 5; ++times) EXPECT_TRUE(calls.replace(part));
}

TEST(ToolCallCollector, NamesCallsThatCameWithoutAnId)
{
    tool_call_collector calls;
    ASSERT_TRUE(calls.append({.index = 3, .part = {"", "first", "{}"}}));
    ASSERT_TRUE(calls.append({.index = 1, .part = {"mine", "second", "{}"}}));
    const auto taken = calls.take();
    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(taken[0].id, "call_0");
    EXPECT_EQ(taken[1].id, "mine");
    EXPECT_TRUE(calls.take().empty());
}

}  // namespace
}  // namespace parley::openai
