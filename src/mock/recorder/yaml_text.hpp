// Texts as YAML that any reader gives back byte for byte. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace parley::mock {

// In single quotes, so that JSON stays readable, or in double quotes when it holds control characters.
// `text` is UTF-8.
void append_yaml_text(std::string& out, std::string_view text);

// Milliseconds with one digit behind the point.
void append_yaml_ms(std::string& out, double ms);

}  // namespace parley::mock
