#include "base/printable.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Printable, LeavesOutWhatCommandsATerminal)
{
    EXPECT_EQ(printable("a\x1b[2Jb\x07"
                        "c\x7f"),
              "a[2Jbc");
    EXPECT_EQ(printable("a\u009b2Jb\u0085c"), "a2Jbc");
}

TEST(Printable, KeepsLinesTabsAndLettersOfEveryScript)
{
    EXPECT_EQ(printable("one\n\ttwo \u00e4 \u65e5 \U0001f600"), "one\n\ttwo \u00e4 \u65e5 \U0001f600");
}

TEST(Printable, TakesNoByteForACommandThatIsNoCharacter)
{
    EXPECT_EQ(printable("x\x9by"), "x\ufffdy");
    EXPECT_EQ(printable_line("x\x9by"), "x\ufffdy");
}

TEST(PrintableLine, IsOneLineWithSingleBlanks)
{
    EXPECT_EQ(printable_line("  one\r\n\t two\x1b[31m\u2028three\u0085four \n"), "one two [31m three four");
    EXPECT_EQ(printable_line(" \n"), "");
    EXPECT_EQ(printable_line(""), "");
}

}  // namespace
}  // namespace parley
