#include "base/split_list.hpp"

#include <gtest/gtest.h>

namespace parley::ascii {
namespace {

using items = std::vector<std::string>;

TEST(SplitList, GivesTheItemsWithoutBlanks)
{
    EXPECT_EQ(split_list("a, b c ,\td", ','), (items{"a", "b c", "d"}));
    EXPECT_EQ(split_list("a;b,c", ';'), (items{"a", "b,c"}));
}

TEST(SplitList, LeavesOutEmptyOnes)
{
    EXPECT_EQ(split_list(",a,, ,b,", ','), (items{"a", "b"}));
    for (const auto* none : {"", " ", ",", " , "}) EXPECT_TRUE(split_list(none, ',').empty()) << none;
}

}  // namespace
}  // namespace parley::ascii
