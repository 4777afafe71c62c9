#include "audit/report/sarif.hpp"

#include "audit/golden_page.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::audit {
namespace {

namespace json = boost::json;

page_outcome outcome_of(std::string page, result<page_results> results)
{
    return {.page = std::move(page), .variant = "", .file = "", .results = std::move(results), .took = {}};
}

json::value run_of(const std::vector<page_outcome>& pages)
{
    return json::parse(sarif_report(pages)).at("runs").at(0);
}

std::string place_of(page_outcome page)
{
    page.results = page_with({violation_of("r", impact::minor, 1)});
    return json::value_to<std::string>(
        run_of({page}).at_pointer("/results/0/locations/0/physicalLocation/artifactLocation/uri"));
}

TEST(SarifReport, HasAResultPerElement)
{
    const auto run = run_of({outcome_of("a.html", golden_page())});
    EXPECT_EQ(run.at("results").as_array().size(),
              22U);  // as page.snapshot counts them
    EXPECT_EQ(run.at("tool").at("driver").at("name"), "axe-core");
    EXPECT_EQ(run.at("tool").at("driver").at("version"), "4.14.1");
    EXPECT_EQ(run.at_pointer("/results/0/ruleId"), "aria-roles");
    EXPECT_EQ(run.at_pointer("/results/0/kind"), "fail");
    EXPECT_EQ(run.at_pointer("/results/0/level"), "error");
    EXPECT_EQ(run.at_pointer("/results/0/locations/0/logicalLocations/0/fullyQualifiedName"),
              "div[role=\"foo\"]");
    EXPECT_EQ(run.at_pointer("/invocations/0/executionSuccessful"), true);
    EXPECT_EQ(run.at_pointer("/properties/totals/elements"), 22);
}

TEST(SarifReport, NamesEachRuleOnce)
{
    const auto page =
        page_with({violation_of("a", impact::minor, 2), violation_of("b", impact::moderate, 1)});
    const auto run = run_of({outcome_of("one.html", page), outcome_of("two.html", page)});
    EXPECT_EQ(run.at_pointer("/tool/driver/rules").as_array().size(), 2U);
    std::vector<std::int64_t> rules;
    for (const auto& each : run.at("results").as_array())
        rules.push_back(each.at("ruleIndex").to_number<std::int64_t>());
    EXPECT_EQ(rules, (std::vector<std::int64_t>{0, 0, 1, 0, 0, 1}));
}

TEST(SarifReport, LeavesOpenWhatAPersonHasToLookAt)
{
    auto page = page_with({});
    page.incomplete.push_back(violation_of("r", impact::serious, 1));
    const auto run = run_of({outcome_of("a.html", page)});
    EXPECT_EQ(run.at_pointer("/results/0/kind"), "open");
    EXPECT_EQ(run.at_pointer("/results/0/level"), "none");
}

// Code-scanning services refuse addresses and what lies outside the repository.
TEST(SarifReport, HasRelativePathsAsPlaces)
{
    EXPECT_EQ(place_of(outcome_of("http://127.0.0.1:8080/docs/a.html?q=1#top", page_results())),
              "127.0.0.1_8080/docs/a.html");
    EXPECT_EQ(place_of(outcome_of("https://example.org/", page_results())), "example.org/index.html");
    EXPECT_EQ(place_of(outcome_of("file:///srv/../a.html", page_results())), "srv/_/a.html");
    auto known = outcome_of("http://127.0.0.1/", page_results());
    known.file = "web/index.html";
    EXPECT_EQ(place_of(known), "web/index.html");
}

TEST(SarifReport, SaysWhichPagesWereNotAudited)
{
    const auto run =
        run_of({outcome_of("http://127.0.0.1:1/", error{errc::unreachable, "connection refused"})});
    EXPECT_EQ(run.at_pointer("/invocations/0/executionSuccessful"), false);
    EXPECT_EQ(run.at_pointer("/invocations/0/toolExecutionNotifications/0/message/text"),
              "http://127.0.0.1:1/ was not audited: connection refused");
}

TEST(SarifReport, HasPlacesThatAreUris)
{
    auto known = outcome_of("http://127.0.0.1/", page_results());
    known.file = "web/my page#1%.html";
    EXPECT_EQ(place_of(known), "web/my%20page%231%25.html");
    known.file = "c:page.html";
    EXPECT_EQ(place_of(known), "c%3Apage.html");
    EXPECT_EQ(place_of(outcome_of("my page#1.html", page_results())), "my%20page%231.html");
    EXPECT_EQ(place_of(outcome_of("http://a/my%20page/50%/ä", page_results())), "a/my%20page/50%25/%c3%a4");
}

TEST(SarifReport, HasNoPlacesOutsideTheRepository)
{
    auto outside = outcome_of("http://127.0.0.1/", page_results());
    outside.file = "../other/a b.html";
    EXPECT_EQ(place_of(outside), "_/other/a%20b.html");
    outside.file = "/srv/a.html";
    EXPECT_EQ(place_of(outside), "srv/a.html");
    outside.file = "..a/b.html";
    EXPECT_EQ(place_of(outside), "..a/b.html");
}

TEST(SarifReport, SaysInWhichBrowserItWasFound)
{
    auto page = outcome_of("a.html", golden_page());
    page.visit.browser = "Chromium 140";
    EXPECT_EQ(run_of({page}).at_pointer("/properties/browser"), "Chromium 140");
}

}  // namespace
}  // namespace parley::audit
