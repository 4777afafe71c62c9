#include "audit/verdict.hpp"

#include <algorithm>

namespace parley::audit {
namespace {

bool counts(const finding& found, const thresholds& by)
{
    return by.least && !found.nodes.empty() && std::max(found.weight, impact::minor) >= *by.least;
}

}  // namespace

std::size_t rules_that_count(const page_results& of, const thresholds& by)
{
    const auto is_counted = [&by](const finding& found) { return counts(found, by); };
    auto number = std::ranges::count_if(of.violations, is_counted);
    if (by.incomplete == unsure::fails) number += std::ranges::count_if(of.incomplete, is_counted);
    return static_cast<std::size_t>(number);
}

impact unsure_counts_from(const thresholds& by)
{
    return by.incomplete == unsure::fails ? by.least.value_or(impact::none) : impact::none;
}

bool is_unsure_and_counts(const finding& found, const page_outcome& on)
{
    return on.unsure_counts_from != impact::none && !found.nodes.empty() &&
           std::max(found.weight, impact::minor) >= on.unsure_counts_from;
}

verdict judge(std::span<const page_outcome> pages, std::span<const thresholds> of_pages,
              std::size_t rules_max)
{
    std::size_t sum = 0;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (pages[i].results.has_error()) return verdict::not_audited;
        const auto number = rules_that_count(*pages[i].results, of_pages[i]);
        if (number > of_pages[i].rules_max) sum += number;
    }
    return sum > rules_max ? verdict::violations : verdict::good;
}

}  // namespace parley::audit
