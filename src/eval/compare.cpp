#include "eval/compare.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace parley::eval {
namespace {

constexpr double rounding = 1e-9;  // less is the arithmetic's, not the answer's

std::vector<metric_change> changes_of(const scores& before, const scores& now)
{
    std::vector<metric_change> found;
    for (const auto& each : metrics) {
        const metric_change change{&each, before.*each.value, now.*each.value};
        if (std::abs(change.difference()) > rounding) found.push_back(change);
    }
    return found;
}

void note(comparison& in, const judged_question& before, const judged_question& now)
{
    question_change change{now.asked.id, changes_of(before.made, now.made)};
    if (change.metrics.empty()) return;
    const bool is_worse = std::any_of(change.metrics.begin(), change.metrics.end(),
                                      [](const auto& each) { return each.difference() < 0; });
    (is_worse ? in.worse : in.better).push_back(std::move(change));
}

}  // namespace

comparison compare(const run& before, const run& now)
{
    std::map<std::string_view, const judged_question*> earlier;
    for (const auto& each : before.judged) earlier[each.asked.id] = &each;

    comparison made;
    std::vector<const scores*> scores_before;
    std::vector<const scores*> scores_now;
    for (const auto& each : now.judged) {
        const auto found = earlier.find(each.asked.id);
        if (found == earlier.end()) continue;
        scores_before.push_back(&found->second->made);
        scores_now.push_back(&each.made);
        note(made, *found->second, each);
    }
    made.both = scores_now.size();
    made.only_before = before.judged.size() - made.both;
    made.only_now = now.judged.size() - made.both;
    for (const auto& each : metrics)
        made.metrics.push_back({&each, mean_of(each, scores_before), mean_of(each, scores_now)});
    return made;
}

std::vector<metric_change> fallen(const comparison& of, double tolerance)
{
    std::vector<metric_change> found;
    for (const auto& each : of.metrics)
        if (each.difference() < -tolerance - rounding) found.push_back(each);
    return found;
}

}  // namespace parley::eval
