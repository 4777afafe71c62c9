#include "audit/golden_page.hpp"
#include "audit/report/run_json.hpp"
#include "audit/report/run_text.hpp"
#include "audit/report/text.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_outcome outcome_of(std::string page, result<page_results> results)
{
    return {.page = std::move(page), .variant = "dark", .file = "a.html", .results = std::move(results)};
}

const error refused{errc::unreachable, "connection refused"};

TEST(RunText, OfOnePageIsTheReportOfThePythonTool)
{
    EXPECT_EQ(run_text(std::vector{outcome_of("a", golden_page())}), text_report(golden_page()));
}

TEST(RunText, OfSeveralPagesHasTitlesAndTotals)
{
    EXPECT_EQ(run_text(std::vector{outcome_of("a", page_with({})), outcome_of("b", refused)}),
              "** a (dark)\nFound 0 accessibility violations:\n\n"
              "** b (dark)\nNot audited: connection refused\n\n"
              "1 page audited, 1 NOT audited: no violations\n");
}

TEST(RunText, NamesFramesThatWereNotAudited)
{
    auto page = outcome_of("a", page_with({}));
    page.visit.frames_unseen = {{"#ad", "http://b/", "it did not answer"}};
    EXPECT_EQ(run_text(std::vector{page}),
              "Found 0 accessibility violations:\nNot audited: the frame #ad: it did not answer\n");
}

// Or the run fails and nobody sees why.
TEST(RunText, NamesWhatAxeCannotTellWhereThatFailsThePage)
{
    auto results = page_with({});
    results.incomplete.push_back(violation_of("color-contrast", impact::serious, 2));
    auto page = outcome_of("a", results);
    EXPECT_EQ(run_text(std::vector{page}), "Found 0 accessibility violations:\n");
    page.unsure_counts_from = impact::minor;
    EXPECT_EQ(run_text(std::vector{page}),
              "Found 0 accessibility violations:\n"
              "Fails until a person has looked:\ncolor-contrast - What to do (serious)\n    p\n    p\n");
}

TEST(RunJson, OfOnePageIsAxesOwnWithOneMemberMore)
{
    auto read = boost::json::parse(run_json(std::vector{outcome_of("a", golden_page())})).as_object();
    EXPECT_EQ(read.at("parley").at("variant").as_string(), "dark");
    read.erase("parley");
    EXPECT_EQ(read, golden_page().json);
}

TEST(RunJson, OfAPageThatWasNotAuditedHasNoViolations)
{
    const auto read = boost::json::parse(run_json(std::vector{outcome_of("http://a/", refused)})).as_object();
    EXPECT_FALSE(read.contains("violations"));
    EXPECT_EQ(read.at("url").as_string(), "http://a/");
    EXPECT_EQ(read.at("parley").at("error").at("detail").as_string(), "connection refused");
}

TEST(RunJson, HasTheTotalsOfAllPagesWithTheLast)
{
    const std::vector pages{outcome_of("a", golden_page()), outcome_of("b", refused)};
    const auto read = boost::json::parse(run_json(pages));
    EXPECT_FALSE(read.at(0).at("parley").as_object().contains("totals"));
    const auto& totals = read.at(1).at("parley").at("totals");
    EXPECT_EQ(totals.at("pages"), 2);
    EXPECT_EQ(totals.at("pagesNotAudited"), 1);
    EXPECT_EQ(totals.at("elements"), 22);
    EXPECT_EQ(totals.at("byImpact").as_object().size(), 5U);
    EXPECT_EQ(totals.at("byRule").as_object().size(), 13U);
    EXPECT_EQ(boost::json::parse(run_json(std::vector{pages[0]})).at("parley").at("totals").at("pages"), 1);
}

TEST(RunJson, IsReadBack)
{
    std::vector<page_outcome> pages{outcome_of("a", golden_page()), outcome_of("b", refused)};
    pages[0].visit = {.address = "http://a/",
                      .status = 200,
                      .title = "T",
                      .browser = "B 1",
                      .viewport = "390x844",
                      .scheme = "dark",
                      .frames_seen = 2,
                      .frames_unseen = {{"#f", "u", "r"}},
                      .notes = {"n"},
                      .steps = {{"load", std::chrono::milliseconds(3)}}};
    const auto text = run_json(pages);
    EXPECT_NE(text.find("\"viewport\": \"390x844\""), std::string::npos);
    EXPECT_NE(text.find("\"colorScheme\": \"dark\""), std::string::npos);
    const auto read = read_run_json(text).value();
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[1].results.error().code, errc::unreachable);
    EXPECT_EQ(run_json(read), text);
}

TEST(RunJson, MayBeWhatAnotherToolSaved)
{
    const auto read = read_run_json(golden("page.json")).value();
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].page, "http://127.0.0.1/page.html");
    EXPECT_EQ(read[0].results->violations.size(), 13U);
    for (const auto* text : {"", "[1]", "{}", "[{\"url\":\"a\"}]"})
        EXPECT_TRUE(read_run_json(text).has_error()) << text;
    EXPECT_TRUE(read_run_json("[]").value().empty());
}

}  // namespace
}  // namespace parley::audit
