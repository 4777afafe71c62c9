// The outcome of a run as JUnit XML, which CI systems show as tests: a suite per page and variant, a case per
// rule that had something to judge.
//
// The shape is that of the Jenkins xUnit plugin's junit-10.xsd, which the common readers agree on.
#pragma once

#include "audit/outcome.hpp"

#include <span>

namespace parley::audit {

// A violation is a failure, what a person has to look at is skipped with the reason, a page that was not
// audited is an error. Properties of a suite name the browser and the engine, those of the last one the
// totals of all, too.
std::string junit_report(std::span<const page_outcome> pages);

}  // namespace parley::audit
