// The outcome of a run for spreadsheets (RFC 4180): a row per element, per page and frame that nobody looked
// at, and at the end the totals by impact and by rule.
//
// A cell that a spreadsheet would take for a formula begins with an apostrophe.
#pragma once

#include "audit/outcome.hpp"

#include <span>

namespace parley::audit {

// kind, page, variant, impact, rule, elements, target, message, help. Kinds are violation, incomplete,
// not audited, frame not audited and total.
std::string csv_report(std::span<const page_outcome> pages);

}  // namespace parley::audit
