#include "eval/relevance.hpp"

#include <gtest/gtest.h>

namespace parley::eval {
namespace {

using names = std::vector<std::string>;
using gains = std::vector<int>;

TEST(Relevance, IsOfADocumentUnlessAPageIsNamed)
{
    EXPECT_TRUE(is_expected("a.pdf#page=3", names{"a.pdf"}));
    EXPECT_TRUE(is_expected("a.pdf#page=3", names{"b.md", "a.pdf#page=3"}));
    EXPECT_FALSE(is_expected("a.pdf#page=4", names{"a.pdf#page=3"}));
    EXPECT_FALSE(is_expected("a.pdf#page=30", names{"a.pdf#page=3"}));
    EXPECT_FALSE(is_expected("a.pdfx", names{"a.pdf"}));
    EXPECT_TRUE(is_expected("notes.md", names{"notes.md"}));
}

TEST(Relevance, CountsWhatIsExpectedAndNotHowOftenItIsThere)
{
    EXPECT_DOUBLE_EQ(share_found(names{"a.pdf", "b.md"}, names{"a.pdf#page=1", "a.pdf#page=2"}), 0.5);
    EXPECT_DOUBLE_EQ(share_found(names{"a.pdf#page=1", "a.pdf#page=2"}, names{"a.pdf#page=2"}), 0.5);
    EXPECT_DOUBLE_EQ(share_found(names{}, names{"a.pdf#page=2"}), 1);
}

TEST(Gains, GiveEachExpectedPageOneRank)
{
    EXPECT_EQ(gains_of(names{"a#page=1", "a#page=1", "b", "a#page=2"}, names{"a#page=2", "a#page=1"}),
              (gains{1, 0, 1}));
}

TEST(Gains, RankDocumentsWhenOnlyDocumentsAreExpected)
{
    EXPECT_EQ(gains_of(names{"b#page=1", "b#page=2", "a#page=1", "a#page=7", "c"}, names{"a"}),
              (gains{0, 1, 0}));
    EXPECT_EQ(gains_of(names{"a#page=1", "a#page=7", "b#page=2", "b#page=3"}, names{"a", "b#page=3"}),
              (gains{1, 0, 1}))
        << "pages of a document that is found already take no rank";
}

}  // namespace
}  // namespace parley::eval
