#include "audit/snapshot/snapshot_targets.hpp"

#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_results page_of(std::vector<std::string> selectors)
{
    auto rule = violation_of("image-alt", impact::critical, 0);
    for (auto& each : selectors) rule.nodes.push_back({{std::move(each)}, "", {}, ""});
    return page_with({violation_of("list", impact::none, 1), std::move(rule)});
}

std::string said(const page_results& before, const page_results& now)
{
    const auto kept = read_snapshot_targets(snapshot_targets_text(before), "kept").value();
    return changes_text(compare_targets(kept, targets_of(now)), "update");
}

TEST(SnapshotTargets, AreSortedALinePerRule)
{
    EXPECT_EQ(snapshot_targets_text(page_of({"b", "a"})),
              "[\n{\"rule\":\"image-alt\",\"impact\":\"critical\",\"targets\":[\"a\",\"b\"]},\n"
              "{\"rule\":\"list\",\"impact\":\"None\",\"targets\":[\"p\"]}\n]\n");
    EXPECT_EQ(snapshot_targets_text(page_with({})), "[]\n");
}

TEST(SnapshotTargets, TellOneBadElementFromAnother)
{
    EXPECT_EQ(said(page_of({"a", "b"}), page_of({"b", "a"})), "");
    EXPECT_EQ(said(page_of({"a", "b"}), page_of({"a", "c"})),
              "Other elements violate the rules than before:\n  new: image-alt: c\n  gone: image-alt: b\n"
              "Run `update` to update the snapshots.\n");
}

TEST(SnapshotTargets, CountAnElementThatIsFoundTwice)
{
    EXPECT_EQ(said(page_of({"a", "a"}), page_of({"a", "a"})), "");
    EXPECT_NE(said(page_of({"a", "b"}), page_of({"a", "a"})).find("new: image-alt: a\n"), std::string::npos);
}

TEST(SnapshotTargets, LeaveRulesThatCameOrWentToTheNumbers)
{
    EXPECT_EQ(said(page_of({"a"}), page_with({})), "");
    EXPECT_EQ(said(page_with({}), page_of({"a"})), "");
}

TEST(SnapshotTargets, AreNothingElse)
{
    for (const auto* text : {"", "{}", "[1]", "[{\"rule\":1}]", "<<<<<<< HEAD\n[]",
                             "[{\"rule\":\"a\",\"targets\":[1]}]", "[{\"rule\":\"a\",\"targets\":{}}]"})
        EXPECT_EQ(read_snapshot_targets(text, "x/snapshot.targets.json").error().detail.find("x/snapshot."),
                  0U)
            << text;
}

}  // namespace
}  // namespace parley::audit
