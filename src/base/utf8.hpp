// UTF-8 as it comes from outside: decode with replacement, check, cut without splitting a character.
//
// Pure functions on bytes; classes and case of code points are utf8proc's business.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::utf8 {

constexpr char32_t replacement = U'\uFFFD';

struct decoded {
    char32_t code_point;  // `replacement` when the bytes are not a character
    std::size_t bytes;    // how many were used, at least 1
};

// The character at the front of `text`, which must not be empty.
decoded decode(std::string_view text);

// Length of the longest prefix that is whole, well-formed UTF-8.
std::size_t valid_prefix(std::string_view text);

inline bool is_valid(std::string_view text)
{
    return valid_prefix(text) == text.size();
}

// `text` with every malformed byte replaced by U+FFFD.
std::string sanitised(std::string_view text);

void append(std::string& text, char32_t code_point);

// Number of characters (code points) in `text`.
std::size_t count(std::string_view text);

// The longest prefix of at most `bytes_max` bytes that does not cut a character.
std::string_view prefix(std::string_view text, std::size_t bytes_max);

}  // namespace parley::utf8
