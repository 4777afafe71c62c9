// The outcome of a run in the words of axe-playwright-python: one page is its report byte for byte, several
// stand below their titles, with the totals at the end.
#pragma once

#include "audit/outcome.hpp"

#include <span>

namespace parley::audit {

// Adds what that tool never says: which pages and frames were not audited, and what axe
// cannot tell where that fails the page.
std::string run_text(std::span<const page_outcome> pages);

}  // namespace parley::audit
