// Dates as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace parley::http {

std::string format_date(std::chrono::sys_seconds at);

// Only the form above; the two obsolete ones are not worth a parser, and a condition we cannot read is
// ignored.
std::optional<std::chrono::sys_seconds> parse_date(std::string_view text);

}  // namespace parley::http
