// Names and values as queries and forms carry them: all but RFC 3986's unreserved characters as %XX.
#pragma once

#include "base/ascii.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace parley::identity {

inline std::string url_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (ascii::is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~')
            encoded += c;
        else
            (((encoded += '%') += digits[byte >> 4U]) += digits[byte & 0xFU]);
    }
    return encoded;
}

// Nothing when a `%` is not followed by two hex digits. `+` is a space, as forms write it.
inline std::optional<std::string> url_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? ascii::hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? ascii::hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

}  // namespace parley::identity
