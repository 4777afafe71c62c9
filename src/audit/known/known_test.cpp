#include "audit/golden_page.hpp"
#include "audit/known/baseline.hpp"
#include "audit/known/glob.hpp"
#include "audit/known/ignored.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_results two_images()
{
    auto page = page_with({violation_of("image-alt", impact::critical, 2)});
    page.violations[0].nodes[0].target = {"#one"};
    page.violations[0].nodes[1].target = {"iframe", "#two"};
    return page;
}

page_outcome outcome_of(std::string page, page_results results)
{
    return {.page = std::move(page), .variant = "", .file = "", .results = std::move(results)};
}

std::string refusal_of(std::string_view text)
{
    const auto read = read_ignored(text, "ignore.json");
    return read ? "" : read.error().detail;
}

TEST(Glob, HasStarsForAnyCharacters)
{
    EXPECT_TRUE(matches_glob("https://a/b/c", "https://a/*"));
    EXPECT_TRUE(matches_glob("aXbXb", "a*b"));
    EXPECT_TRUE(matches_glob("", "*"));
    EXPECT_TRUE(matches_glob("a", "a**"));
    EXPECT_FALSE(matches_glob("ab", "a"));
    EXPECT_FALSE(matches_glob("a", "a?"));
    EXPECT_FALSE(matches_glob("", "a"));
}

TEST(IgnoreList, TakesOutWhatItNamesAndCountsIt)
{
    auto page = two_images();
    ignore_list list({{"image-alt", "#one", "", "a decoration", ""}}, "2026-01-01");
    EXPECT_EQ(list.take_out_of(page, "a.html", "http://a"), 1U);
    ASSERT_EQ(page.violations.size(), 1U);
    EXPECT_EQ(page.violations[0].nodes.size(), 1U);
    EXPECT_TRUE(list.warnings().empty());
}

TEST(IgnoreList, LeavesNoRuleWithoutElements)
{
    auto page = two_images();
    EXPECT_EQ(ignore_list({{"image-alt", "", "", "r", ""}}, "").take_out_of(page, "a", "b"), 2U);
    EXPECT_TRUE(page.violations.empty());
}

TEST(IgnoreList, HoldsOnlyOnThePagesItNames)
{
    ignore_list list({{"image-alt", "", "http://a/*", "r", ""}}, "");
    auto page = two_images();
    EXPECT_EQ(list.take_out_of(page, "other", "http://b/"), 0U);
    EXPECT_EQ(list.take_out_of(page, "other", "http://a/x"), 2U);
}

TEST(IgnoreList, SaysWhatExpiredAndWhatWasNotFound)
{
    ignore_list list({{"a", "", "", "for now", "2026-01-31"}, {"b", "#x", "", "known", "2026-02-01"}},
                     "2026-02-01");
    auto page = page_with({violation_of("a", impact::minor, 1)});
    EXPECT_EQ(list.take_out_of(page, "", ""), 0U);
    EXPECT_EQ(list.warnings(),
              (std::vector<std::string>{"`a` (for now) expired on 2026-01-31 and is no longer ignored",
                                        "`b #x` (known) is to be ignored, but was not found"}));
}

TEST(IgnoreFile, WantsARuleAndAReason)
{
    EXPECT_EQ(refusal_of(R"([{"rule":"a","reason":"b","url":"*","selector":"c","expires":"2026-12-31"}])"),
              "");
    EXPECT_EQ(refusal_of(R"([{"rule":"a"}])"), "ignore.json: entry 1 gives no reason: say why `a` may stay");
    EXPECT_EQ(refusal_of(R"([{"reason":"b"}])"), "ignore.json: entry 1 names no rule");
    EXPECT_NE(refusal_of(R"([{"rule":"a","reason":"b","expires":"soon"}])"), "");
    EXPECT_NE(refusal_of(R"([{"rule":"a","reason":"b","selectors":"c"}])"), "");
    EXPECT_NE(refusal_of(R"([1])"), "");
    EXPECT_NE(refusal_of("{}"), "");
    EXPECT_NE(refusal_of("["), "");
}

TEST(Baseline, KnowsWhatWasThereBefore)
{
    auto page = two_images();
    const auto text = baseline::of(std::vector{outcome_of("a.html", page)}).text();
    EXPECT_EQ(text,
              "{\"findings\":[\n"
              "{\"page\":\"a.html\",\"rule\":\"image-alt\",\"target\":\"#one\"},\n"
              "{\"page\":\"a.html\",\"rule\":\"image-alt\",\"target\":\"iframe, #two\"}\n]}\n");
    auto known = baseline::read(text, "b").value();
    page.violations.push_back(violation_of("region", impact::moderate, 1));
    EXPECT_EQ(known.take_out_of(page, "a.html"), 2U);
    ASSERT_EQ(page.violations.size(), 1U);
    EXPECT_EQ(page.violations[0].rule, "region");
}

// Or a run with --fail-on-incomplete would fail by what its baseline was to hold.
TEST(Baseline, KnowsWhatAxeCannotTell)
{
    auto page = page_with({});
    page.incomplete.push_back(violation_of("color-contrast", impact::serious, 1));
    auto known = baseline::of(std::vector{outcome_of("a.html", page)});
    EXPECT_EQ(known.size(), 1U);
    EXPECT_EQ(known.take_out_of(page, "a.html"), 1U);
    EXPECT_TRUE(page.incomplete.empty());
}

TEST(Baseline, HasWhatIsGoneOnlyOfPagesThatWereLookedAt)
{
    auto known = baseline::of(std::vector{outcome_of("a", two_images()), outcome_of("b", two_images())});
    auto page = two_images();
    page.violations[0].nodes.pop_back();
    EXPECT_EQ(known.take_out_of(page, "a"), 1U);
    EXPECT_EQ(known.gone(), std::vector<std::string>{"a: image-alt of iframe, #two"});
}

// A page that failed, or was not named this time, lost what was known of it.
TEST(Baseline, KeepsWhatIsKnownOfPagesThatWereNotChecked)
{
    const auto before =
        baseline::of(std::vector{outcome_of("fixed", two_images()), outcome_of("failed", two_images()),
                                 outcome_of("elsewhere", two_images())});
    auto failed = outcome_of("failed", page_with({}));
    failed.results = error{errc::timed_out, "late"};
    const std::vector now{outcome_of("fixed", page_with({})), outcome_of("failed", page_with({})), failed};
    auto made = baseline::of(now);
    EXPECT_EQ(made.size(), 0U);
    made.keep_unchecked(before, now);
    EXPECT_EQ(made.size(), 4U);
    EXPECT_EQ(made.text().find("\"fixed\""), std::string::npos);
}

TEST(Baseline, HasNothingGoneOfAPageThatFailedInOneVariant)
{
    auto known = baseline::of(std::vector{outcome_of("a", two_images())});
    auto page = page_with({});
    known.take_out_of(page, "a");
    EXPECT_EQ(known.gone().size(), 2U);
    known.leave_unchecked("a");
    EXPECT_TRUE(known.gone().empty());
}

TEST(Baseline, OfNothingIsAFileOfItsOwn)
{
    EXPECT_EQ(baseline::read(baseline().text(), "b").value().size(), 0U);
    for (const auto* text : {"", "[]", "{}", "{\"findings\":1}", "{\"findings\":[1]}", "{\"findings\":[{}]}"})
        EXPECT_TRUE(baseline::read(text, "b").has_error()) << text;
}

}  // namespace
}  // namespace parley::audit
