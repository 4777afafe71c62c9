#include "audit/verdict.hpp"

#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_outcome outcome_of(result<page_results> results)
{
    return {.page = "a", .variant = "", .file = "", .results = std::move(results)};
}

verdict verdict_on(const std::vector<page_outcome>& pages, const thresholds& by, std::size_t rules_max = 0)
{
    return judge(pages, std::vector<thresholds>(pages.size(), by), rules_max);
}

const auto two_rules =
    page_with({violation_of("a", impact::moderate, 3), violation_of("b", impact::serious, 1)});

TEST(Verdict, IsGoodWhenNothingIsFound)
{
    EXPECT_EQ(verdict_on({outcome_of(page_with({}))}, {}), verdict::good);
}

TEST(Verdict, CountsWhatHasTheImpactOrMore)
{
    EXPECT_EQ(verdict_on({outcome_of(two_rules)}, {.least = impact::serious}), verdict::violations);
    EXPECT_EQ(verdict_on({outcome_of(two_rules)}, {.least = impact::critical}), verdict::good);
    EXPECT_EQ(verdict_on({outcome_of(two_rules)}, {.least = std::nullopt}), verdict::good);
}

TEST(Verdict, TakesARuleWithoutAnImpactForMinor)
{
    const auto page = page_with({violation_of("a", impact::none, 1)});
    EXPECT_EQ(verdict_on({outcome_of(page)}, {}), verdict::violations);
    EXPECT_EQ(verdict_on({outcome_of(page)}, {.least = impact::moderate}), verdict::good);
}

TEST(Verdict, LetsSoManyRulesPassOnAPageAndInTheRun)
{
    EXPECT_EQ(verdict_on({outcome_of(two_rules)}, {.rules_max = 2}), verdict::good);
    EXPECT_EQ(verdict_on({outcome_of(two_rules)}, {.rules_max = 1}), verdict::violations);
    EXPECT_EQ(verdict_on({outcome_of(two_rules), outcome_of(two_rules)}, {}, 4), verdict::good);
    EXPECT_EQ(verdict_on({outcome_of(two_rules), outcome_of(two_rules)}, {}, 3), verdict::violations);
}

TEST(Verdict, CountsWhatAxeCannotTellOnlyWhenAsked)
{
    auto page = page_with({});
    page.incomplete.push_back(violation_of("color-contrast", impact::serious, 1));
    EXPECT_EQ(verdict_on({outcome_of(page)}, {}), verdict::good);
    EXPECT_EQ(verdict_on({outcome_of(page)}, {.incomplete = unsure::fails}), verdict::violations);
}

TEST(Verdict, OfAPageThatWasNotAuditedOutweighsEverything)
{
    EXPECT_EQ(verdict_on({outcome_of(two_rules), outcome_of(error{errc::timed_out, "too slow"})},
                         {.least = std::nullopt}),
              verdict::not_audited);
}

}  // namespace
}  // namespace parley::audit
