// Text as ASCII sees it, where protocols and file formats do: white space, case, digits.
//
// Bytes beyond ASCII are left as they are, and no locale has a say. Characters are the business of utf8.hpp.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace parley::ascii {

constexpr bool is_white_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

constexpr bool is_letter_or_digit(char c)
{
    return is_letter(c) || is_digit(c);
}

// The value of a hex digit in either case; -1 for what is none.
constexpr int hex_value(char c)
{
    if (is_digit(c)) return c - '0';
    return lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

// Two hex digits, in lower case.
inline void append_hex(std::string& to, unsigned char byte)
{
    constexpr std::string_view digits = "0123456789abcdef";
    to += digits[byte >> 4U];
    to += digits[byte & 0xFU];
}

inline std::string lower_case(std::string_view text)
{
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), lower);
    return lowered;
}

constexpr bool equals_without_case(std::string_view one, std::string_view other)
{
    return std::ranges::equal(one, other, {}, lower, lower);
}

constexpr std::string_view trimmed_left(std::string_view text)
{
    while (!text.empty() && is_white_space(text.front())) text.remove_prefix(1);
    return text;
}

constexpr std::string_view trimmed_right(std::string_view text)
{
    while (!text.empty() && is_white_space(text.back())) text.remove_suffix(1);
    return text;
}

// `text` without white space at its ends.
constexpr std::string_view trimmed(std::string_view text)
{
    return trimmed_left(trimmed_right(text));
}

}  // namespace parley::ascii
