#include "audit/report/csv.hpp"

#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_outcome outcome_of(result<page_results> results)
{
    return {.page = "a.html", .variant = "dark", .file = "", .results = std::move(results)};
}

constexpr std::string_view head = "kind,page,variant,impact,rule,elements,target,message,help\r\n";

TEST(CsvReport, HasARowPerElementAndTheTotals)
{
    const auto text = csv_report(std::vector{outcome_of(page_with({violation_of("r", impact::minor, 2)}))});
    const std::string row = "violation,a.html,dark,minor,r,1,p,It is wrong,https://help.example/\r\n";
    EXPECT_EQ(text, std::string(head) + row + row + "total,,,minor,,2,,,\r\ntotal,,,,r,2,,,\r\n");
}

TEST(CsvReport, SaysWhatWasNotAudited)
{
    auto page = outcome_of(page_with({}));
    page.visit.frames_unseen = {{"#ad", "", "did not answer"}};
    const auto text = csv_report(std::vector{outcome_of(error{errc::timed_out, "slow, or gone"}), page});
    EXPECT_EQ(text, std::string(head) +
                        "not audited,a.html,dark,,,,,\"slow, or gone\",\r\n"
                        "frame not audited,a.html,dark,,,,#ad,did not answer,\r\n");
}

TEST(CsvReport, QuotesAndCommandsNoSpreadsheet)
{
    auto page = page_with({violation_of("r", impact::none, 1)});
    page.violations[0].nodes[0] = {{"a[b=\"c\"]"}, "", {"=HYPERLINK(1)"}, ""};
    const auto text = csv_report(std::vector{outcome_of(std::move(page))});
    EXPECT_NE(text.find(",\"a[b=\"\"c\"\"]\",'=HYPERLINK(1),"), std::string::npos) << text;
}

TEST(CsvReport, SaysWhatThePagesWereAuditedWith)
{
    auto page = outcome_of(page_with({}));
    page.visit.browser = "Chromium 140";
    EXPECT_EQ(csv_report(std::vector{page}), std::string(head) + "audited with,,,,,,,Chromium 140,\r\n");
}

}  // namespace
}  // namespace parley::audit
