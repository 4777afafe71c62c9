#include "audit/snapshot/comparison.hpp"

#include "audit/golden_page.hpp"
#include "audit/report/text.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

constexpr std::string_view bad =
    "That's bad news! 😱 Either fix the issue or run `pytest --snapshot-update` to update the snapshots.\n";
constexpr std::string_view good =
    "That's good news! 🎉 Run `pytest --snapshot-update` to update the snapshots.\n";

// What is said when `before` is kept and the page is `now`.
std::string said(const snapshot_counts& before, const page_results& now)
{
    const auto current = read_snapshot(snapshot_text(now), "now").value();
    return changes_text(compare_snapshots(before, current), now, "pytest --snapshot-update");
}

TEST(SnapshotComparison, SaysNothingWhenNothingChanged)
{
    const auto page = page_with({violation_of("a", impact::minor, 2)});
    EXPECT_EQ(said({{"a (minor)", 2}}, page), "");
    EXPECT_TRUE(is_same(compare_snapshots({{"a (minor)", 2}}, {{"a (minor)", 2}})));
}

TEST(SnapshotComparison, ShowsTheElementsOfWhatIsNew)
{
    const auto page = page_with({violation_of("b", impact::serious, 1), violation_of("a", impact::minor, 1)});
    EXPECT_EQ(said({}, page), "New violations found: a (minor), b (serious)\n" + std::string(bad) +
                                  text_report(page, "a") + text_report(page, "b"));
}

TEST(SnapshotComparison, HasNoBlankBetweenWhatIsGone)
{
    EXPECT_EQ(said({{"a (minor)", 1}, {"b (serious)", 2}}, page_with({})),
              "Old violations no longer found: a (minor),b (serious).\n" + std::string(good));
}

TEST(SnapshotComparison, TellsMoreFromFewer)
{
    const auto page = page_with({violation_of("a", impact::minor, 3), violation_of("b", impact::serious, 1)});
    EXPECT_EQ(said({{"a (minor)", 2}, {"b (serious)", 2}}, page),
              "Additional instances of existing violations were found: a (minor)\n" + std::string(bad) +
                  text_report(page, "a") +
                  "Fewer instances of existing violations were found: b (serious).\n" + std::string(good));
}

// The plugin prints such a rule as new and as gone.
TEST(SnapshotComparison, SaysOnceThatAnImpactChanged)
{
    const auto page = page_with({violation_of("a", impact::serious, 5)});
    EXPECT_EQ(said({{"a (minor)", 2}}, page),
              "The impact of a violation changed: a (minor) is now a (serious).\n"
              "Run `pytest --snapshot-update` to update the snapshots.\n");
}

TEST(SnapshotComparison, IsGoodNewsOnlyWhenNothingGotWorse)
{
    EXPECT_TRUE(is_only_good_news(compare_snapshots({{"a (minor)", 2}}, {})));
    EXPECT_TRUE(is_only_good_news(compare_snapshots({{"a (minor)", 2}}, {{"a (minor)", 1}})));
    EXPECT_FALSE(is_only_good_news(compare_snapshots({}, {})));
    EXPECT_FALSE(is_only_good_news(compare_snapshots({{"a (minor)", 2}}, {{"b (minor)", 1}})));
    EXPECT_FALSE(is_only_good_news(compare_snapshots({{"a (minor)", 2}}, {{"a (serious)", 2}})));
}

}  // namespace
}  // namespace parley::audit
