#include "mock/receipt.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <map>

namespace parley::mock {

std::string times(std::size_t count)
{
    return count == 1 ? "once" : std::to_string(count) + " times";
}

namespace {

std::optional<std::string> wrong_calls(const matcher& by, const fixture& of)
{
    const auto calls = by.calls_of(of.name);
    if (!of.expected_calls || *of.expected_calls == calls) return std::nullopt;
    if (calls == 0 && by.was_called_before(of.name)) return std::nullopt;
    return "Fixture \"" + of.name + "\" was to be called " + times(*of.expected_calls) + ", and was called " +
           times(calls) + ".";
}

// What is wrong with a fixture that will not be called any more.
std::optional<std::string> judged(const matcher& by, const fixture& of, run_rules rules)
{
    if (auto wrong = wrong_calls(by, of)) return wrong;
    const bool is_unused = !of.expected_calls && !by.was_used(of.name);
    if (!is_unused || rules.unused_fixtures == run_rules::unused::is_fine) return std::nullopt;
    return "Fixture \"" + of.name + "\" was never used.";
}

}  // namespace

receipt make_receipt(const run_counts& counts, const matcher& by,
                     const std::vector<std::string>& first_misses, run_rules rules)
{
    receipt made{counts, by.fixtures().hash()};
    std::vector<const fixture*> in_files;
    for (const auto& each : by.fixtures().in_order()) in_files.push_back(&each);
    std::ranges::stable_sort(in_files, {},
                             [](const fixture* each) { return std::pair(each->file, each->line); });

    // Many clients list the models first, whatever a test asks of them.
    if (counts.requests == counts.listings && rules.without_requests == run_rules::idle::is_problem)
        made.problems.push_back(counts.listings == 0 ? "Nothing was requested at all."
                                                     : "Nothing was requested but the list of models.");
    for (const auto& sentence : first_misses) made.problems.push_back(sentence);
    if (counts.missed > first_misses.size())
        made.problems.push_back(std::to_string(counts.missed - first_misses.size()) +
                                " more requests missed.");
    for (const auto* each : in_files) {
        const auto calls = by.calls_of(each->name);
        made.calls.emplace_back(each->name, calls);
        if (!by.was_used(each->name)) made.unused.push_back(each->name);
        if (auto wrong = judged(by, *each, rules)) made.problems.push_back(std::move(*wrong));
    }
    return made;
}

std::vector<std::string> wrong_calls(const matcher& by, const std::function<bool(const fixture&)>& of)
{
    std::vector<std::string> all;
    for (const auto& each : by.fixtures().in_order())
        if (of(each))
            if (auto wrong = wrong_calls(by, each)) all.push_back(std::move(*wrong));
    return all;
}

std::vector<std::string> problems_of_leaving(const matcher& by, const fixture_set& next, run_rules rules)
{
    std::map<std::string_view, const fixture*> staying;
    for (const auto& each : next.in_order()) staying.emplace(each.name, &each);
    std::vector<std::string> all;
    for (const auto& each : by.fixtures().in_order()) {
        const auto after = staying.find(each.name);
        const bool goes = after == staying.end();
        const bool expects_none = !goes && each.expected_calls && !after->second->expected_calls;
        auto wrong = goes ? judged(by, each, rules) : expects_none ? wrong_calls(by, each) : std::nullopt;
        if (wrong) all.push_back(std::move(*wrong));
    }
    return all;
}

boost::json::object to_json(const receipt& from)
{
    boost::json::object calls;
    for (const auto& [name, count] : from.calls) calls[name] = count;
    boost::json::array unused(from.unused.begin(), from.unused.end());
    boost::json::array problems(from.problems.begin(), from.problems.end());
    const auto& counts = from.counts;
    return {{"passed", from.problems.empty()},
            {"problems", std::move(problems)},
            {"requests", counts.requests},
            {"answered", counts.answered},
            {"answered_by_default", counts.defaulted},
            {"refused", counts.refused},
            {"missed", counts.missed},
            {"passed_on", counts.passed_on},
            {"recorded", counts.recorded},
            {"logins", counts.logins},
            {"ties", counts.ties},
            {"loops", counts.loops},
            {"readers_left", counts.readers_left},
            {"bytes", counts.bytes},
            {"writes", counts.writes},
            {"late_writes", counts.late_writes},
            {"fixtures_hash", from.fixtures_hash},
            {"calls", std::move(calls)},
            {"unused", std::move(unused)}};
}

}  // namespace parley::mock
