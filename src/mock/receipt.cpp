#include "mock/receipt.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

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
        const bool is_unused = !by.was_used(each->name);
        if (is_unused) made.unused.push_back(each->name);
        if (auto wrong = wrong_calls(by, *each))
            made.problems.push_back(std::move(*wrong));
        else if (is_unused && !each->expected_calls && rules.unused_fixtures == run_rules::unused::is_problem)
            made.problems.push_back("Fixture \"" + each->name + "\" was never used.");
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
