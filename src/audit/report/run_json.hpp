// The outcome of a run as JSON: axe's results object for one page, an array of them for several, as
// @axe-core/cli writes them; and read back from there.
//
// What we add stands under one member, `parley`; with the last page also the `totals` of all of them. A page
// that was not audited has nothing else but its address: no empty list of violations that would look like a
// clean page.
#pragma once

#include "audit/outcome.hpp"

#include <span>

namespace parley::audit {

std::string run_json(std::span<const page_outcome> pages);

// Also what other tools saved of axe. errc::malformed when it is neither.
result<std::vector<page_outcome>> read_run_json(std::string_view text);

}  // namespace parley::audit
