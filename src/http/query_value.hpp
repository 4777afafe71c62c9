// One value out of a query such as `count=20&q=two+words`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::http {

// Percent-decoded, `+` as a space; empty when the name stands without a value. The first one counts.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace parley::http
