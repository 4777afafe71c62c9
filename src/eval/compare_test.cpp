#include "eval/compare.hpp"

#include "eval/test_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::eval {
namespace {

std::vector<std::string> ids_of(const std::vector<question_change>& questions)
{
    std::vector<std::string> ids;
    for (const auto& each : questions) ids.push_back(each.id);
    return ids;
}

metric_change change_of(std::string_view name, const comparison& in)
{
    const auto found = std::find_if(in.metrics.begin(), in.metrics.end(),
                                    [&](const auto& each) { return each.which->name == name; });
    return found == in.metrics.end() ? metric_change{} : *found;
}

const run before = run_of({judged("same", {"a"}, {"a"}, {"a"}), judged("up", {"a"}, {"b", "a"}, {"b", "a"}),
                           judged("down", {"a"}, {"a", "b"}, {"a"}), judged("gone", {"a"}, {}, {})});
const run now = run_of({judged("new", {"a"}, {}, {}), judged("down", {"a"}, {"b", "a"}, {"a"}),
                        judged("up", {"a"}, {"a"}, {"a"}), judged("same", {"a"}, {"a"}, {"a"})});

TEST(Compare, TellsWhichQuestionsAreBetterAndWhichAreWorse)
{
    const auto made = compare(before, now);
    EXPECT_EQ(ids_of(made.better), std::vector<std::string>{"up"});
    EXPECT_EQ(ids_of(made.worse), std::vector<std::string>{"down"});
    ASSERT_EQ(made.worse[0].metrics.size(), 2U);
    EXPECT_EQ(made.worse[0].metrics[1].which->name, "mrr");
    EXPECT_EQ(made.worse[0].metrics[1].before, 1);
    EXPECT_EQ(made.worse[0].metrics[1].now, 0.5);
}

TEST(Compare, LooksOnlyAtQuestionsOfBothRuns)
{
    const auto made = compare(before, now);
    EXPECT_EQ(made.both, 3U);
    EXPECT_EQ(made.only_before, 1U);
    EXPECT_EQ(made.only_now, 1U);
    EXPECT_EQ(change_of("mrr", made).difference(), 0) << "one went up, one down";
    EXPECT_NEAR(change_of("citation_precision", made).difference(), 0.5 / 3, 1e-9);
    EXPECT_FALSE(change_of("supported_sentences", made).now);
    EXPECT_EQ(compare(before, run{}).both, 0U);
}

TEST(Compare, MindsOnlyAFallBeyondTheTolerance)
{
    const auto made = compare(now, before);  // the precision of citations fell by a sixth
    ASSERT_EQ(fallen(made, 0.1).size(), 1U);
    EXPECT_EQ(fallen(made, 0.1)[0].which->name, "citation_precision");
    EXPECT_TRUE(fallen(made, 0.5 / 3).empty()) << "as much as is tolerated";
    EXPECT_TRUE(fallen(compare(before, before), 0).empty());
}

}  // namespace
}  // namespace parley::eval
