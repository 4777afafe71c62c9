// The outcome of a run as SARIF 2.1.0 (OASIS), for code-scanning services: a result per element, the rules
// with their help.
//
// Rule ids, kinds and selectors are those of microsoft/axe-sarif-converter. Code-scanning services refuse
// places that are addresses, so a place is a relative path: the page's file, or a path made of its address.
#pragma once

#include "audit/outcome.hpp"

#include <span>

namespace parley::audit {

// Pages that were not audited stand as notifications of an invocation that failed.
std::string sarif_report(std::span<const page_outcome> pages);

}  // namespace parley::audit
