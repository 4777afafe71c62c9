// Whether what was found is good enough, by impact and by number.
#pragma once

#include "audit/outcome.hpp"

#include <cstddef>
#include <span>

namespace parley::audit {

enum class unsure { passes, fails };  // what axe cannot tell

struct thresholds {
    std::optional<impact> least = impact::minor;  // what has less of it never fails; nothing: nothing fails
    unsure incomplete = unsure::passes;
    std::size_t rules_max = 0;  // so many violated rules are still good
};

enum class verdict { good, violations, not_audited };

// Violated rules that count: those of enough impact, and those that axe cannot tell if they are to fail.
// A rule without an impact counts as minor.
std::size_t rules_that_count(const page_results& of, const thresholds& by);

// For page_outcome::unsure_counts_from.
impact unsure_counts_from(const thresholds& by);

// Whether one of its `incomplete` fails the page.
bool is_unsure_and_counts(const finding& found, const page_outcome& on);

// `of_pages` has the thresholds of each page; a page within its own adds nothing to the run's, which are
// `rules_max`. A page that was not audited outweighs everything.
verdict judge(std::span<const page_outcome> pages, std::span<const thresholds> of_pages,
              std::size_t rules_max);

}  // namespace parley::audit
