#include "audit/report/markdown.hpp"

#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_outcome outcome_of(std::string page, result<page_results> results)
{
    return {.page = std::move(page), .variant = "", .file = "", .results = std::move(results)};
}

TEST(MarkdownReport, ShowsPagesAndTotals)
{
    const auto text = markdown_report(
        std::vector{outcome_of("a", page_with({violation_of("list", impact::serious, 1)})),
                    outcome_of("b", page_with({})), outcome_of("c", error{errc::timed_out, "too slow"})});
    EXPECT_EQ(text,
              "# Accessibility audit\n\n## a\n\n"
              "- **serious** [list](https://help.example/): What to do (1 element)\n  - `p` It is wrong\n\n"
              "## b\n\nNo violations.\n\n## c\n\n**Not audited:** too slow\n\n"
              "## Totals\n\n2 pages audited, 1 NOT audited: 1 element with violations, on 1 page\n"
              "\n| Impact | Elements |\n| --- | ---: |\n| serious | 1 |\n"
              "\n| Rule | Elements |\n| --- | ---: |\n| list | 1 |\n");
}

TEST(MarkdownReport, HoldsNothingOfAPageButText)
{
    auto page = page_with({violation_of("a|b", impact::minor, 1)});
    page.violations[0].help = "<img src=x>\n# [b](javascript:1)";
    page.violations[0].help_url = "javascript:alert(1)";
    page.violations[0].nodes[0] = {{"a`b``c"}, "", {"@team **x**"}, ""};
    const auto text = markdown_report(std::vector{outcome_of("p", std::move(page))});
    EXPECT_NE(text.find("**minor** a\\|b: \\<img"), std::string::npos) << text;
    EXPECT_EQ(text.find("\n# "), std::string::npos) << text;
    EXPECT_EQ(text.find("](javascript"), std::string::npos) << text;
    EXPECT_NE(text.find("``` a`b``c ``` \\@team \\*\\*x\\*\\*"), std::string::npos) << text;
}

TEST(MarkdownReport, ShowsNotAllOfVeryManyElements)
{
    const auto text = markdown_report(
        std::vector{outcome_of("a", page_with({violation_of("list", impact::serious, 1000)}))});
    EXPECT_NE(text.find("  - and 975 more\n"), std::string::npos);
}

TEST(MarkdownReport, SaysWhatThePagesWereAuditedWith)
{
    auto page = outcome_of("a", page_with({}));
    page.visit.browser = "Chromium 140";
    const auto text = markdown_report(std::vector{page});
    EXPECT_TRUE(text.starts_with("# Accessibility audit\n\nAudited with Chromium 140\n\n## a\n")) << text;
}

}  // namespace
}  // namespace parley::audit
