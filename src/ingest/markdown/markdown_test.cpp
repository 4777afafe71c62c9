#include "ingest/markdown/markdown.hpp"

#include "ingest/markdown/inline_text.hpp"

#include <gtest/gtest.h>

namespace parley::ingest {
namespace {

page read(std::string_view markdown)
{
    auto document = parse_markdown(markdown);
    return document ? document->pages.at(0) : page{0, document.error().detail, {}};
}

TEST(InlineText, ShowsLinksAsTheirText)
{
    EXPECT_EQ(inline_text("see [the manual](https://example.org/a_(b)) and ![a *map*](m.png), [x][y]"),
              "see the manual and a map, x");
    EXPECT_EQ(inline_text("<https://example.org> a < b"), "https://example.org a < b");
}

TEST(InlineText, TakesEmphasisOffButNotOutOfNames)
{
    EXPECT_EQ(inline_text("**bold**, _it_ and ~~gone~~; snake_case_name, 2 * 3 * 4, ~/x"),
              "bold, it and gone; snake_case_name, 2 * 3 * 4, ~/x");
}

TEST(InlineText, KeepsCodeAndEscapesAsTheyAre)
{
    EXPECT_EQ(inline_text("`a_b **c**` and \\*not\\* and ``x`y``"), "a_b **c** and *not* and x`y");
}

TEST(InlineText, SurvivesMarksWithoutEnd)
{
    EXPECT_EQ(inline_text("[[[["), "[[[[");
    EXPECT_EQ(inline_text("a ` b"), "a  b");
    const std::string many(20'000, '[');
    EXPECT_EQ(inline_text(many), many);
}

TEST(Markdown, FindsHeadingsOfBothStylesAndTheirPlaces)
{
    const auto made = read("# Title #\n\nText.\n\nUnder\n=====\n\n### Third `x`\n#no heading");
    ASSERT_EQ(made.headings.size(), 3U);
    EXPECT_EQ(made.headings[0].title, "Title");
    EXPECT_EQ(made.headings[1].title, "Under");
    EXPECT_EQ(made.headings[1].level, 1);
    EXPECT_EQ(made.headings[2].title, "Third x");
    EXPECT_EQ(made.headings[2].level, 3);
    for (const auto& each : made.headings) EXPECT_EQ(made.text.find(each.title), each.begin);
}

TEST(Markdown, PassesOverFrontMatterCommentsAndLinkDefinitions)
{
    EXPECT_EQ(read("---\ntitle: x\n---\nBody.\n\n<!-- no\nno -->\n[a]: https://example.org\n").text, "Body.");
}

TEST(Markdown, KeepsWhatFollowsACommentOnItsLine)
{
    EXPECT_EQ(read("<!-- x --> Text").text, "Text");
    EXPECT_EQ(read("<!-- x\ny --> # Guide\n\n> <!-- a --><!-- b -->Said.").text, "Guide\n\nSaid.");
    EXPECT_EQ(read("<!--> One\n<!-- x -->\ntwo.").text, "One two.");
}

TEST(Markdown, SaysThatACommentWithoutEndHidesTheRest)
{
    const auto document = parse_markdown("Text.\n\n<!-- open\nlost");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->pages[0].text, "Text.");
    EXPECT_NE(document->warning.find("line 3"), std::string::npos);
    EXPECT_EQ(parse_markdown("<!-- x -->\nText.")->warning, "");
}

TEST(Markdown, KeepsCodeLineByLine)
{
    EXPECT_EQ(read("Run:\n\n```sh\n# not a heading\nmake  all\n```\nthen stop.").text,
              "Run:\n\n# not a heading\nmake  all\n\nthen stop.");
}

TEST(Markdown, JoinsParagraphLinesAndKeepsListItemsApart)
{
    EXPECT_EQ(read("one\ntwo\n\n- a\n  b\n- c\n1. d").text, "one two\n\n- a b\n- c\n1. d");
}

TEST(Markdown, GivesTableRowsTheirHeader)
{
    EXPECT_EQ(read("| Name | Born |\n|---|:--|\n| Ada | 1815 |\n| A\\|B | |\n").text,
              "Name: Ada | Born: 1815\nName: A|B");
}

TEST(Markdown, TakesItsTitleFromTheFirstHeading)
{
    const auto document = parse_markdown("intro\n\n## Guide\n");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->title, "Guide");
}

TEST(Markdown, ReadsAFenceThatNeverEnds)
{
    EXPECT_EQ(read("```\na\nb").text, "a\nb");
}

}  // namespace
}  // namespace parley::ingest
