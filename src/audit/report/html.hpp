// The outcome of a run as one HTML page for people: by page and by rule, with a filter by impact.
//
// Needs no script, no network and no other file; nothing of an audited page is more than text in it. Limits:
// `elements_per_rule_max` elements of a rule on a page are shown, with those pictures that its visit has.
#pragma once

#include "audit/outcome.hpp"

#include <span>

namespace parley::audit {

std::string html_report(std::span<const page_outcome> pages);

}  // namespace parley::audit
