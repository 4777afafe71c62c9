// axe's own JSON as a file: the bytes that Python's json.dumps(indent=4) makes, which is how
// axe-playwright-python saves results.
#pragma once

#include "audit/results.hpp"

#include <boost/json/value.hpp>

namespace parley::audit {

// Four spaces of indent, keys in their order, everything outside ASCII as \uXXXX, no newline at the end.
std::string json_text(const boost::json::value& of);

enum class kept { everything, violations };  // violations: without the three other lists

std::string json_report(const page_results& of, kept parts = kept::everything);

}  // namespace parley::audit
