// One value out of a query such as `count=20&q=two+words`, and percent-encoding (RFC 3986 §2.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::http {

// Percent-decoded, `+` as a space; empty when the name stands without a value. The first one counts.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

// What is no escape stays as it is, also `+`.
std::string percent_decoded(std::string_view text);

}  // namespace parley::http
