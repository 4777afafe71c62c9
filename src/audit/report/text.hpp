// A page's violations for a person to read, in the words of axe-playwright-python 0.1.7 (`generate_report`).
//
// Differences, each a fault there: a path through shadow roots and an element without HTML are printed
// rather than raised.
#pragma once

#include "audit/results.hpp"

namespace parley::audit {

// All rules behind a line that counts them; a page without violations is that line alone.
std::string text_report(const page_results& of);

// One rule alone; empty when it is not violated.
std::string text_report(const page_results& of, std::string_view rule);

}  // namespace parley::audit
