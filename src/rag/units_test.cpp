#include "rag/units.hpp"

#include "rag/test_passages.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

std::vector<std::string> texts(std::string text, std::string heading = {})
{
    std::vector<std::string> all;
    for (auto& unit : units_of(passage_of("a.md", std::move(text), std::move(heading))))
        all.push_back(unit.text);
    return all;
}

using list = std::vector<std::string>;
using views = std::vector<std::string_view>;

TEST(Sentences, EndAtEndersBeforeASpace)
{
    EXPECT_EQ(sentences_of("One is. Two? Yes! End"), (views{"One is.", "Two?", "Yes!", "End"}));
    EXPECT_EQ(sentences_of("He said \"no.\" Then (she left.) Good."),
              (views{"He said \"no.\"", "Then (she left.)", "Good."}));
    EXPECT_EQ(sentences_of("一つ目。二つ目！三"), (views{"一つ目。", "二つ目！", "三"}));
}

TEST(Sentences, DoNotEndInNumbersAbbreviationsAndInitials)
{
    for (const auto* whole : {"It costs 3.50 euros.", "Use fruit, e.g. Apples.",
                              "Ask Dr. Merrin or J. R. Quell.", "See fig. 3 and no. 7.",
                              "4. The fourth rule.", "Call example.org or a.b.c today.", "Wait... then go."})
        EXPECT_EQ(sentences_of(whole), views{whole});
}

TEST(Sentences, ThatAreEmptyAreNone)
{
    EXPECT_TRUE(sentences_of("").empty());
}

TEST(Units, JoinWrappedLinesAndFoldSpaces)
{
    EXPECT_EQ(texts("Employees receive   25 days of\nvacation each year.\nMore may be bought."),
              (list{"Employees receive 25 days of vacation each year.", "More may be bought."}));
}

TEST(Units, SetHeadingsApart)
{
    const auto plain = units_of(passage_of("a.pdf#page=1", "Long stays\nAfter six weeks it drops."));
    ASSERT_EQ(plain.size(), 1U);
    EXPECT_EQ(plain[0].heading, "Long stays");
    const auto marked = units_of(passage_of("a.md", "# Rules\n\n## Parking\n\nPark in row B."));
    ASSERT_EQ(marked.size(), 1U);
    EXPECT_EQ(marked[0].heading, "Rules / Parking");
    const auto numbered =
        units_of(passage_of("a.md", "28. Rules of the laboratory\n\n28. Rules of the laboratory\n\nWash."));
    ASSERT_EQ(numbered.size(), 1U);
    EXPECT_EQ(numbered[0].heading, "28. Rules of the laboratory / 28. Rules of the laboratory");
    EXPECT_EQ(texts("4.2 Where the visitors who come by car may park their cars for a day\nPark here.",
                    "4 Visitors > 4.2 Where the visitors who come by car may park their cars for a day"),
              list{"Park here."});
}

TEST(Units, KeepAListWithItsLeadIn)
{
    const auto units = units_of(
        passage_of("a.md", "Bring these:\n\n- a badge\n- a form\n  in blue\n\n- 3. of May\n\nBye now."));
    ASSERT_EQ(units.size(), 5U);
    EXPECT_TRUE(units[0].leads_list);
    EXPECT_EQ(units[2].text, "a form in blue");
    EXPECT_EQ(units[2].lead_in, "Bring these:");
    EXPECT_EQ(units[3].block, units[1].block);
    EXPECT_EQ(units[4].kind, unit_kind::sentence);
    EXPECT_NE(units[4].block, units[3].block);
    EXPECT_EQ(units[4].lead_in, "");
}

TEST(Units, NameTheColumnsOfATablesRows)
{
    EXPECT_EQ(texts("| Plan | Price |\n|---|---|\n| Basic | 5 |\n| Plus | |"),
              (list{"Plan: Basic; Price: 5", "Plan: Plus"}));
    EXPECT_EQ(texts("a | b"), list{"a; b"});
    EXPECT_EQ(texts("Plan: Basic | Price: 5\nPlan: Plus | Price: 9"),
              (list{"Plan: Basic; Price: 5", "Plan: Plus; Price: 9"}));
}

TEST(Units, KeepTheCellsOfATableThatLostItsShape)
{
    EXPECT_EQ(texts("Country\n\nRate\n\nGermany\n\n28 euros\n\nRates\nThey change each year in May."),
              (list{"Country · Rate · Germany · 28 euros", "They change each year in May."}));
}

TEST(Units, ShortenLeaders)
{
    EXPECT_EQ(texts("Coffee ·········· 2 euros for all who come."),
              list{"Coffee · 2 euros for all who come."});
}

TEST(Units, TellWhatThePassageCutOff)
{
    const auto units = units_of(passage_of("a.md", "of the year. It ends in May. And then the"));
    ASSERT_EQ(units.size(), 3U);
    EXPECT_TRUE(units[0].is_cut_before);
    EXPECT_FALSE(units[1].is_cut_before || units[1].is_cut_after);
    EXPECT_TRUE(units[2].is_cut_after);
}

TEST(Units, OfNothingAreNone)
{
    EXPECT_TRUE(texts("").empty());
    EXPECT_TRUE(texts(" \n\n# \n---\n").empty());
}

}  // namespace
}  // namespace parley::rag
