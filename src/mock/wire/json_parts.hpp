// Appends parts of JSON text that are known to be sound: the mock's answers are built from these.
//
// Plain appends, because an answer's events are the hot path; texts go through append_json_string.
#pragma once

#include "base/json_text.hpp"

#include <array>
#include <charconv>
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

namespace parley::mock {

inline void append(std::string& out, std::initializer_list<std::string_view> parts)
{
    for (const auto part : parts) out += part;
}

inline void append_number(std::string& out, std::integral auto number)
{
    std::array<char, 24> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

// `"name":"text",`
inline void append_member(std::string& out, std::string_view name, std::string_view text)
{
    append(out, {"\"", name, "\":"});
    append_json_string(out, text);
    out += ',';
}

// A string, or null for an empty text.
inline void append_string_or_null(std::string& out, std::string_view text)
{
    if (text.empty())
        out += "null";
    else
        append_json_string(out, text);
}

}  // namespace parley::mock
