#include "audit/snapshot/snapshot.hpp"

#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

const snapshot_counts two = {{"image-alt (critical)", 2}, {"region (moderate)", 9}};

std::string refusal_of(std::string_view text)
{
    const auto read = read_snapshot(text, "snapshot.txt");
    EXPECT_TRUE(read.has_error()) << text;
    return read.has_error() ? read.error().detail : "";
}

TEST(Snapshot, IsThatOfThePythonToolByteForByte)
{
    EXPECT_EQ(snapshot_text(golden_page()), golden("page.snapshot"));
    EXPECT_EQ(snapshot_text(page_with({})), "");
    EXPECT_EQ(snapshot_text(page_with({violation_of("r", impact::none, 3)})), "r (None) : 3");
}

TEST(Snapshot, ReadsWhatItWrites)
{
    const auto read = read_snapshot(snapshot_text(golden_page()), "snapshot.txt").value();
    EXPECT_EQ(read.size(), golden_page().violations.size());
    EXPECT_EQ(read.at("region (moderate)"), 9U);
}

TEST(Snapshot, IsTheSameInAnyOrderAndWithOtherWhiteSpace)
{
    for (const std::string_view text : {
             "image-alt (critical) : 2\nregion (moderate) : 9",
             "region (moderate) : 9\nimage-alt (critical) : 2\n",
             "# kept by hand\r\nregion (moderate) : 9\r\n\r\n  image-alt (critical) : 2  \r\n",
         })
        EXPECT_EQ(read_snapshot(text, "snapshot.txt").value(), two) << text;
}

TEST(Snapshot, MayCountNothing)
{
    EXPECT_EQ(read_snapshot("region (moderate) : 0", "s").value(),
              (snapshot_counts{{"region (moderate)", 0}}));
    EXPECT_TRUE(read_snapshot("\n\n", "s").value().empty());
}

TEST(Snapshot, SaysWhichLineItCannotRead)
{
    EXPECT_EQ(refusal_of("a (minor) : 1\nb (minor) 2"),
              "snapshot.txt:2: not `rule (impact) : number`, but `b (minor) 2`");
    EXPECT_EQ(refusal_of("a : 1\n\na : 1"), "snapshot.txt:3: `a` stands there twice: keep one of the lines");
    for (const std::string_view line :
         {" : 1", "a (minor) : -1", "a (minor) : 1x", "a (minor) : ", "a (minor) : 99999999999999999999"})
        EXPECT_EQ(refusal_of(line).substr(0, 15), "snapshot.txt:1:") << line;
}

TEST(Snapshot, KnowsAMergeConflict)
{
    EXPECT_EQ(refusal_of("<<<<<<< HEAD\na (minor) : 1\n=======\na (minor) : 2\n>>>>>>> other"),
              "snapshot.txt:1: a merge conflict is not resolved: keep one side, or write it anew");
    EXPECT_EQ(refusal_of("a (minor) : 1\n=======").substr(0, 16), "snapshot.txt:2: ");
}

TEST(Snapshot, ShowsALineThatCommandsATerminalWithoutItsCommands)
{
    EXPECT_EQ(refusal_of("\x1B[2Jboo").find('\x1B'), std::string::npos);
}

}  // namespace
}  // namespace parley::audit
