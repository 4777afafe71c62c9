#include "mock/mock_state.hpp"

#include <algorithm>

namespace parley::mock {

void mock_state::use_fixtures()
{
    auto all = from_control;  // first, so that they win where nothing else decides
    std::set<std::string_view> taken;
    for (const auto& each : from_control) taken.insert(each.name);
    std::ranges::copy_if(from_files, std::back_inserter(all), [&](const fixture& each) {
        const bool is_removed =
            removed.contains({each.name}) || removed.contains({each.name, each.file_hash});
        return !is_removed && !taken.contains(each.name);
    });
    auto next = std::make_shared<const fixture_set>(std::move(all));
    problems.note(problems_of_leaving(answers, *next, settings.rules));
    answers.replace(std::move(next));
}

receipt mock_state::sum_up() const
{
    const auto kept_by_host = host ? host->report() : recording_report{};
    auto all = counts;
    all.recorded = kept_by_host.saved;
    auto made = make_receipt(all, answers, first_misses, settings.rules);
    for (const auto& more :
         {problems.sentences(), faults.never_met(), delays.never_met(), login.never_failed()})
        made.problems.insert(made.problems.end(), more.begin(), more.end());
    made.problems.insert(made.problems.end(), kept_by_host.problems.begin(), kept_by_host.problems.end());
    return made;
}

}  // namespace parley::mock
