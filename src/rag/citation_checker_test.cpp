#include "rag/citation_checker.hpp"

#include "rag/test_passages.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley::rag {
namespace {

const citation_index& sources()
{
    static const citation_index index({
        passage_of("handbook.pdf#page=3", "1"),
        passage_of("handbook.pdf#page=3", "2"),
        passage_of("plan.pdf#page=1", "3"),
        passage_of("plan.pdf#page=12", "4"),
        passage_of("notes, old.md", "5"),
        passage_of("Übersicht.md", "6"),
        passage_of("A.md", "7"),
        passage_of("a.md", "8"),
    });
    return index;
}

struct checked {
    std::string text;
    std::size_t invalid = 0;
    bool operator==(const checked&) const = default;
};

std::ostream& operator<<(std::ostream& out, const checked& value)
{
    return out << '"' << value.text << "\" with " << value.invalid << " invalid";
}

checked check(const std::vector<std::string_view>& pieces)
{
    citation_checker checker(sources());
    checked got;
    for (const auto piece : pieces) got.text += checker.feed(piece);
    got.text += checker.finish();
    got.invalid = checker.invalid_count();
    return got;
}

struct example {
    std::string_view why;
    std::string_view given;
    std::string_view expected;
    std::size_t invalid = 0;
};

const std::vector<example> examples = {
    {"an exact citation stays", "25 days [handbook.pdf#page=3].", "25 days [handbook.pdf#page=3]."},
    {"two markers in a row stay", "[handbook.pdf#page=3][plan.pdf#page=1]",
     "[handbook.pdf#page=3][plan.pdf#page=1]"},
    {"several in one bracket are split", "[handbook.pdf#page=3; plan.pdf#page=12,plan.pdf#page=1]",
     "[handbook.pdf#page=3][plan.pdf#page=12][plan.pdf#page=1]"},
    {"a citation may hold a comma itself", "[plan.pdf#page=1, notes, old.md, handbook.pdf#page=3]",
     "[plan.pdf#page=1][notes, old.md][handbook.pdf#page=3]"},
    {"the unknown one of several stays text", "[plan.pdf#page=1; plan.pdf#page=9]",
     "[plan.pdf#page=1][plan.pdf#page=9]", 1},
    {"white space around it is trimmed", "[ handbook.pdf#page=3\t]", "[handbook.pdf#page=3]"},
    {"case is put right", "[Handbook.PDF#Page=3] [übersicht.MD]", "[handbook.pdf#page=3] [Übersicht.md]"},
    {"a missing page is added when only one fits", "[handbook.pdf]", "[handbook.pdf#page=3]"},
    {"a missing page that could be two stays text", "[plan.pdf]", "[plan.pdf]", 1},
    {"exact wins over another case", "[A.md][a.md]", "[A.md][a.md]"},
    {"another page is not a source", "[handbook.pdf#page=4]", "[handbook.pdf#page=4]", 1},
    {"the end of a name is not the name", "[page=3] [3]", "[page=3] [3]", 2},
    {"an unknown name is counted at the end too", "see [3]", "see [3]", 1},
    {"a Markdown link is not a marker", "[the site](https://example.org) ok",
     "[the site](https://example.org) ok"},
    {"an index in code is not a marker", "use a[0][i] or f()[1]", "use a[0][i] or f()[1]"},
    {"a number after a marker is one", "[A.md][7]", "[A.md][7]", 1},
    {"a check box is not a marker", "- [ ] one\n- [x] two\n- [] three", "- [ ] one\n- [x] two\n- [] three"},
    {"the inner bracket counts", "[see [plan.pdf#page=1] there]", "[see [plan.pdf#page=1] there]"},
    {"doubled brackets keep the marker", "[[plan.pdf#page=1]]", "[[plan.pdf#page=1]]"},
    {"a bracket at the end comes out at the end", "an end [", "an end ["},
    {"an unfinished marker is text", "an end [handbook.pdf#page=3", "an end [handbook.pdf#page=3"},
    {"a marker does not cross a line", "[handbook.pdf\n#page=3]", "[handbook.pdf\n#page=3]"},
    {"stray closers pass", "a] b]] c", "a] b]] c"},
    {"only separators are no citation", "[,;,]", "[,;,]", 1},
    {"characters are never cut", "« [Übersicht.md] » ü[", "« [Übersicht.md] » ü["},
};

TEST(CitationChecker, LetsOnlyCitationsOfSourcesPassAsMarkers)
{
    for (const auto& e : examples)
        EXPECT_EQ(check({e.given}), (checked{std::string(e.expected), e.invalid})) << e.why;
}

TEST(CitationChecker, GivesTheSameHoweverTheTextIsCut)
{
    for (const auto& e : examples) {
        const checked expected{std::string(e.expected), e.invalid};
        for (std::size_t first = 0; first <= e.given.size(); ++first)
            for (std::size_t second = first; second <= e.given.size(); ++second)
                ASSERT_EQ(check({e.given.substr(0, first), e.given.substr(first, second - first),
                                 e.given.substr(second)}),
                          expected)
                    << e.why << ", cut at " << first << " and " << second;
    }
}

TEST(CitationChecker, HoldsBackOnlyWhatMayBecomeAMarker)
{
    citation_checker checker(sources());
    EXPECT_EQ(checker.feed("It is 25 days [hand"), "It is 25 days ");
    EXPECT_EQ(checker.feed("book.pdf#page=3"), "");
    EXPECT_EQ(checker.feed("] a"), "[handbook.pdf#page=3] a");
}

TEST(CitationChecker, GivesUpHoldingAfterTheLongestMarkerThereCanBe)
{
    citation_checker checker(sources());
    const std::string aside = "[" + std::string(256, 'x');
    EXPECT_EQ(checker.feed(aside), "");
    EXPECT_EQ(checker.feed("y"), aside + "y");
    EXPECT_EQ(checker.feed("]"), "]");
    EXPECT_EQ(checker.invalid_count(), 0U);
}

TEST(CitationChecker, HoldsAsLongAsTheLongestCitation)
{
    const std::string name = std::string(400, 'n') + ".md";
    const citation_index index({passage_of(name, "text")});
    citation_checker checker(index);
    EXPECT_EQ(checker.feed("[" + name), "");
    EXPECT_EQ(checker.feed("]"), "[" + name + "]");
    EXPECT_EQ(checker.invalid_count(), 0U);
}

TEST(CitationChecker, WithoutSourcesNothingIsAMarker)
{
    const citation_index none({});
    citation_checker checker(none);
    EXPECT_EQ(checker.feed("[handbook.pdf#page=3]"), "[handbook.pdf#page=3]");
    EXPECT_EQ(checker.finish(), "");
    EXPECT_EQ(checker.invalid_count(), 1U);
}

TEST(WithoutMarkers, LeavesNothingThatCouldBeReadAsAMarker)
{
    const auto quote = [](std::string_view text) { return without_markers(text, sources()); };
    EXPECT_EQ(quote("as shown [3] and [handbook.pdf#page=3]"), "as shown (3) and (handbook.pdf#page=3)");
    EXPECT_EQ(quote("argv[0] and x[A.md]"), "argv[0] and x(A.md)");
    EXPECT_EQ(quote("see [the guide](https://example.org/a) ![logo](x.png)"), "see the guide logo");
    EXPECT_EQ(quote("open [ and ] close"), "open ( and ) close");
    EXPECT_EQ(quote("open [ only"), "open ( only");
    EXPECT_EQ(quote("[[handbook.pdf#page=3]]"), "((handbook.pdf#page=3))");
}

}  // namespace
}  // namespace parley::rag
