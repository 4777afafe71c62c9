#include "retrieval/lexical/script.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace parley::retrieval {
namespace {

struct range {
    char32_t first;
    char32_t last;
};

constexpr std::array<range, 13> scripts_without_spaces = {{
    {0x0E00, 0x0EFF},    // Thai, Lao
    {0x1000, 0x109F},    // Myanmar
    {0x1100, 0x11FF},    // Hangul, as parts
    {0x1780, 0x17FF},    // Khmer
    {0x3005, 0x3007},    // iteration mark, closing mark, zero
    {0x3040, 0x30FF},    // Hiragana, Katakana
    {0x3100, 0x312F},    // Bopomofo
    {0x31F0, 0x31FF},    // Katakana extensions
    {0x3400, 0x9FFF},    // Han
    {0xA000, 0xA4CF},    // Yi
    {0xAC00, 0xD7A3},    // Hangul
    {0xF900, 0xFAFF},    // Han, for compatibility
    {0x20000, 0x3FFFF},  // Han extensions
}};

bool is_written_without_spaces(char32_t code_point)
{
    return std::any_of(scripts_without_spaces.begin(), scripts_without_spaces.end(),
                       [code_point](range r) { return code_point >= r.first && code_point <= r.last; });
}

bool is_accent(char32_t code_point)
{
    return code_point >= 0x0300 && code_point <= 0x036F;
}

}  // namespace

character class_of(char32_t code_point)
{
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return is_written_without_spaces(code_point) ? character::ideograph : character::digit;
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:  // vowel signs of many scripts; accents are gone already
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_CO:  // private use: fonts of old documents map letters there
            return is_written_without_spaces(code_point) ? character::ideograph : character::letter;
        default:
            return character::separator;
    }
}

std::span<const char32_t> fold(char32_t code_point, std::span<char32_t> into)
{
    // Taken apart, these would no longer be one character each.
    if (is_written_without_spaces(code_point) && code_point < 0xF900) {
        into[0] = code_point;
        return into.first(1);
    }
    std::array<utf8proc_int32_t, 32> parts{};
    int last_boundary = 0;
    constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                            UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code_point), parts.data(),
                                static_cast<utf8proc_ssize_t>(parts.size()), options, &last_boundary);
    std::size_t kept = 0;
    for (std::size_t i = 0; count > 0 && i < static_cast<std::size_t>(count) && i < parts.size(); ++i) {
        const auto part = static_cast<char32_t>(parts[i]);
        if (!is_accent(part) && kept < into.size()) into[kept++] = part;
    }
    return into.first(kept);
}

}  // namespace parley::retrieval
