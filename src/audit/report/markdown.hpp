// The outcome of a run as Markdown, for comments and summaries of code hosts: by page, then the totals.
//
// Nothing of an audited page is markup in it. Limits: `elements_per_rule_max` elements of a rule on a page.
#pragma once

#include "audit/outcome.hpp"

#include <span>

namespace parley::audit {

std::string markdown_report(std::span<const page_outcome> pages);

}  // namespace parley::audit
