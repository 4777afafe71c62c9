// A page's violations as a small text that is kept in the repository and read in its diffs: a line per
// violated rule, `<rule> (<impact>) : <number of elements>`, as pytest-axe-playwright-snapshot 0.0.6 has it.
//
// Written in one form only: the engine's order, LF between lines, no newline at the end, empty for a clean
// page. Read leniently: any order, CRLF, blank lines and `#` comments are no difference.
#pragma once

#include "audit/results.hpp"

#include <map>

namespace parley::audit {

// `<rule> (<impact>)` to the number of elements; sorted as Python sorts the keys.
using snapshot_counts = std::map<std::string, std::uint64_t, std::less<>>;

std::string snapshot_text(const page_results& of);

// errc::malformed for a line of another shape, a key that stands twice and a merge conflict's marks; the
// text of the error begins with `name:line`.
result<snapshot_counts> read_snapshot(std::string_view text, std::string_view name);

}  // namespace parley::audit
