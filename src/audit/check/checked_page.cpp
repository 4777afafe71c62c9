#include "audit/check/checked_page.hpp"

#include "audit/page/action_reader.hpp"
#include "audit/report/text.hpp"
#include "audit/targets/target.hpp"

#include <algorithm>

namespace parley::audit {
namespace {

page_plan plan_of(std::string_view address)
{
    return {.address = std::string(address)};
}

std::string title_of(const page_outcome& outcome, const std::string& state)
{
    return outcome.page + (state.empty() ? "" : " (" + state + ")");
}

page_results with_impact(const page_results& of, impact least)
{
    page_results kept;
    for (const auto& each : of.violations)
        if (std::max(each.weight, impact::minor) >= least) kept.violations.push_back(each);
    return kept;
}

}  // namespace

checked_page::checked_page(local_browser& browser, std::string_view address)
    : checked_page(browser, plan_of(address))
{
}

checked_page checked_page::of_file(local_browser& browser, const std::filesystem::path& file)
{
    const auto path = std::filesystem::absolute(file).lexically_normal().string();
    return {browser, plan_of("file://" + percent_encoded(path))};
}

checked_page& checked_page::act(std::string_view step)
{
    auto read = read_action(step);
    if (read)
        plan().actions.push_back(*std::move(read));
    else if (!mistake_)
        mistake_ = read.error();
    return *this;
}

page_plan& checked_page::plan()
{
    outcomes_.clear();
    return plan_;
}

const std::vector<page_outcome>& checked_page::outcomes()
{
    if (mistake_)
        outcomes_ = {page_outcome{plan_.address, {}, {}, *mistake_}};
    else if (outcomes_.empty())
        outcomes_ = browser_.look_at(plan_);
    return outcomes_;
}

std::vector<std::string> checked_page::states() const
{
    std::vector<std::string> names;
    for (const auto& each : plan_.actions)
        if (each.kind == action_kind::audit_as) names.push_back(each.value);
    names.resize(std::max(names.size() + 1, outcomes_.size()));
    names.resize(outcomes_.size());
    return names;
}

std::string unseen_in(const page_outcome& outcome, std::string_view title)
{
    std::string text;
    const auto complain = [&](const std::string& what, const std::string& why) {
        text += std::string(title) + what + " could not be audited: " + why + '\n';
    };
    if (!outcome.results) complain("", outcome.results.error().detail);
    for (const auto& each : outcome.visit.frames_unseen)
        if (!each.is_left_out) complain(": the frame " + each.place, each.reason);
    return text;
}

std::string complaint_about(checked_page& page, impact least)
{
    std::string text;
    const auto& outcomes = page.outcomes();
    const auto states = page.states();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto title = title_of(outcomes[i], states[i]);
        text += unseen_in(outcomes[i], title);
        if (!outcomes[i].results) continue;
        const auto weighty = with_impact(*outcomes[i].results, least);
        if (!weighty.violations.empty()) text += title + "\n" + text_report(weighty);
    }
    return text;
}

}  // namespace parley::audit
