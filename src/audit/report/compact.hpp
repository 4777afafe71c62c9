// The outcome of a run on a terminal: a line per element, then the totals and what it was
// found with.
//
// Nothing of a page can command the terminal. Limits: `elements_per_rule_max` lines for a rule on a page.
#pragma once

#include "audit/outcome.hpp"

#include <span>

namespace parley::audit {

enum class colour { none, shown };

inline constexpr std::size_t elements_per_rule_max = 25;

// impact, rule, page, selector, message.
std::string compact_report(std::span<const page_outcome> pages, colour with);

}  // namespace parley::audit
