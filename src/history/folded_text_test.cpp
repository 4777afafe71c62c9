#include "history/folded_text.hpp"

#include <gtest/gtest.h>

namespace parley::history {
namespace {

TEST(FoldedText, IsTheSameForWhatAReaderTakesForTheSame)
{
    EXPECT_EQ(folded("ÜBERSTUNDEN"), folded("uberstunden"));
    EXPECT_EQ(folded("Straße"), folded("STRASSE"));
    EXPECT_EQ(folded("e\u0301tage"), folded("\u00c9tage"));
    EXPECT_EQ(folded("休暇"), "休暇");
    EXPECT_NE(folded("leave"), folded("leaf"));
}

TEST(FoldedText, ReadsAnyBytes)
{
    EXPECT_EQ(folded(""), "");
    EXPECT_EQ(folded("A\xff"
                     "B"),
              "a\uFFFDb");
}

}  // namespace
}  // namespace parley::history
