#include "ingest/html/html.hpp"

#include <gtest/gtest.h>

namespace parley::ingest {
namespace {

page read(std::string_view html)
{
    auto document = parse_html(html);
    if (!document) return {0, document.error().detail, {}};
    return document->pages.empty() ? page{} : document->pages[0];
}

TEST(Html, TakesTheTextWithoutWhatIsNotText)
{
    EXPECT_EQ(
        read("<html><head><title>T</title><style>p{}</style></head><body><nav>Home</nav><script>x()</script>"
             "<p>One <b>bold</b> word.</p><p>Two.</p><footer>(c)</footer></body></html>")
            .text,
        "One bold word.\n\nTwo.");
}

TEST(Html, LeavesOutWhatAnElementHides)
{
    EXPECT_EQ(
        read("<body><p>Text.</p><p hidden>A</p><p style='color:red; Display : none'>B</p>"
             "<div style=\"visibility:hidden\"><p>C</p></div><p style='backface-visibility:hidden'>More.</p>"
             "<p style='display:none !important'>D</p><p style='display:block'>End.</p></body>")
            .text,
        "Text.\n\nMore.\n\nEnd.");
}

TEST(Html, PrefersTheMainPart)
{
    EXPECT_EQ(read("<body><div>Menu</div><main><p>Text.</p></main><div>Ads</div></body>").text, "Text.");
}

TEST(Html, KeepsHeadingsWithTheirPlaces)
{
    const auto made = read("<body><h1>Guide</h1><p>Words.</p><h3>More <i>of</i> it</h3><p>End.</p></body>");
    ASSERT_EQ(made.headings.size(), 2U);
    EXPECT_EQ(made.headings[1].title, "More of it");
    EXPECT_EQ(made.headings[1].level, 3);
    for (const auto& each : made.headings) EXPECT_EQ(made.text.find(each.title), each.begin);
}

TEST(Html, GivesTableRowsTheirHeader)
{
    EXPECT_EQ(read("<table><tr><th>Name</th><th>Born</th></tr><tr><td>Ada</td><td>1815</td></tr>"
                   "<tr><td>Alan</td><td>1912</td></tr></table>")
                  .text,
              "Name: Ada | Born: 1815\nName: Alan | Born: 1912");
}

TEST(Html, KeepsCodeAndListsAsLines)
{
    EXPECT_EQ(read("<p>Run</p><pre>make\n  all</pre><ul><li>a</li><li><p>b</p></li></ul>").text,
              "Run\n\nmake\n  all\n\n- a\n- b");
}

TEST(Html, ReadsEntitiesAndNothingOutsideTheFile)
{
    EXPECT_EQ(read("<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>a &amp; b &eacute; &x;</p>")
                  .text.find("root:"),
              std::string::npos);
    EXPECT_EQ(read("<p>a &amp; b &eacute;</p>").text, "a & b é");
}

TEST(Html, ReadsTheCharsetItDeclares)
{
    EXPECT_EQ(read("<meta charset=\"windows-1251\"><p>\xEF\xF0\xE8\xE2\xE5\xF2</p>").text, "привет");
    EXPECT_EQ(read("<p>größer</p>").text, "größer") << "UTF-8 needs no declaration";
}

TEST(Html, TakesItsTitleFromTheTitleElseTheFirstHeading)
{
    EXPECT_EQ(parse_html("<title>A &amp; B</title><h1>C</h1>")->title, "A & B");
    EXPECT_EQ(parse_html("<h2>C</h2><p>x</p>")->title, "C");
}

TEST(Html, RefusesElementsNestedWithoutEnd)
{
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<div>";
    const auto document = parse_html(deep + "x");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, errc::too_large);
}

TEST(Html, SurvivesMarkupCutAnywhere)
{
    const std::string whole =
        "<html><body><h1>T</h1><table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table><p>é "
        "&lt;</p></html>";
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        const auto document = parse_html(whole.substr(0, cut));
        EXPECT_TRUE(document || !document.error().detail.empty()) << cut;
    }
}

}  // namespace
}  // namespace parley::ingest
