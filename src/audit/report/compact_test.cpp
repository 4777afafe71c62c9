#include "audit/report/compact.hpp"

#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_outcome outcome_of(std::string page, result<page_results> results)
{
    return {.page = std::move(page), .variant = "", .file = "", .results = std::move(results)};
}

std::string said_of(const std::vector<page_outcome>& pages)
{
    return compact_report(pages, colour::none);
}

TEST(CompactReport, HasALinePerElementAndTheTotals)
{
    EXPECT_EQ(said_of({outcome_of("a.html", page_with({violation_of("image-alt", impact::critical, 2),
                                                       violation_of("region", impact::moderate, 1)})),
                       outcome_of("b.html", page_with({}))}),
              "critical  image-alt  a.html  p  It is wrong\n"
              "critical  image-alt  a.html  p  It is wrong\n"
              "moderate  region  a.html  p  It is wrong\n\n"
              "2 pages audited: 3 elements with violations, on 1 page\n"
              "by impact: critical 2, moderate 1\n"
              "by rule: image-alt 2, region 1\n");
}

TEST(CompactReport, SaysThatPagesAreClean)
{
    EXPECT_EQ(said_of({outcome_of("a.html", page_with({}))}), "1 page audited: no violations\n");
}

TEST(CompactReport, NeverTakesAPageThatWasNotAuditedForACleanOne)
{
    EXPECT_EQ(said_of({outcome_of("a", error{errc::unreachable, "connection refused"})}),
              "NOT AUDITED  a: connection refused\n\n0 pages audited, 1 NOT audited\n");
}

TEST(CompactReport, ShowsFramesThatCouldNotBeAudited)
{
    auto page = page_with({});
    page.incomplete.push_back(violation_of("frame-tested", impact::critical, 1));
    const auto said = said_of({outcome_of("a", page)});
    EXPECT_TRUE(said.starts_with("not audited  frame-tested  a  p  It is wrong\n")) << said;
    EXPECT_NE(said.find("a person has to look: frame-tested 1\n"), std::string::npos);
}

TEST(CompactReport, CutsALongListOfElementsShort)
{
    const auto said = said_of({outcome_of("a", page_with({violation_of("r", impact::minor, 1000)}))});
    EXPECT_NE(said.find("minor     r  a  and 975 more\n"), std::string::npos);
    EXPECT_NE(said.find("by rule: r 1000\n"), std::string::npos);
}

TEST(CompactReport, LetsNothingOfAPageCommandTheTerminal)
{
    auto page = page_with({violation_of("r", impact::minor, 1)});
    page.violations[0].nodes[0].target = {"#a\x1b[2J\nb"};
    page.violations[0].nodes[0].messages = {"x\x1b]0;y\x07"};
    EXPECT_EQ(said_of({outcome_of("p\n", page)}).find('\x1b'), std::string::npos);
}

TEST(CompactReport, SaysWhatThePagesWereAuditedWith)
{
    auto page = outcome_of("a", page_with({}));
    page.results->engine_version = "4.14.1";
    page.visit.browser = "Chromium 140";
    EXPECT_EQ(said_of({page, page}), "2 pages audited: no violations\naxe-core 4.14.1 in Chromium 140\n");
}

// Or the run fails and nobody sees why.
TEST(CompactReport, ShowsWhatAxeCannotTellWhereThatFailsThePage)
{
    auto results = page_with({});
    results.incomplete.push_back(violation_of("color-contrast", impact::serious, 1));
    auto page = outcome_of("a", results);
    EXPECT_FALSE(said_of({page}).starts_with("to look at"));
    page.unsure_counts_from = impact::serious;
    EXPECT_TRUE(said_of({page}).starts_with("to look at  color-contrast  a  p  It is wrong\n"))
        << said_of({page});
    page.unsure_counts_from = impact::critical;
    EXPECT_FALSE(said_of({page}).starts_with("to look at"));
}

}  // namespace
}  // namespace parley::audit
