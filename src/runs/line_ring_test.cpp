#include "runs/line_ring.hpp"

#include <gtest/gtest.h>

namespace parley::runs {
namespace {

TEST(LineRing, NumbersLinesFromZeroHoweverTheyCome)
{
    line_ring ring;
    ring.append("a\n");
    ring.append("b\nc\n");
    line_number from = 1;
    EXPECT_EQ(ring.take(from, 100), "b\nc\n");
    EXPECT_EQ(from, 3U);
    EXPECT_EQ(ring.take(from, 100), "");
}

TEST(LineRing, KeepsTheNumbersWhenOldLinesGo)
{
    line_ring ring;
    ring.append("a\nb\nc\n");
    ring.drop_oldest();
    EXPECT_EQ(ring.first(), 1U);
    EXPECT_EQ(ring.next(), 3U);
    line_number from = 2;
    EXPECT_EQ(ring.take(from, 100), "c\n");
}

TEST(LineRing, GivesAtLeastALineAndNeverHalfOfOne)
{
    line_ring ring;
    ring.append("long line\nb\nc\n");
    line_number from = 0;
    EXPECT_EQ(ring.take(from, 3), "long line\n");
    EXPECT_EQ(ring.take(from, 3), "b\n");
    EXPECT_EQ(ring.take(from, 4), "c\n");
}

TEST(LineRing, CountsWhatItHolds)
{
    line_ring ring;
    ring.append("ab\nc\n");
    EXPECT_EQ(ring.bytes(), 5 + 2 * line_ring::line_overhead);
    ring.drop_oldest();
    ring.drop_oldest();
    ring.drop_oldest();
    EXPECT_EQ(ring.bytes(), 0U);
    EXPECT_EQ(ring.next(), 2U);
}

}  // namespace
}  // namespace parley::runs
