#include "ingest/splitter/marks.hpp"

#include "base/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace parley::ingest {
namespace {

constexpr std::array<char32_t, 7> wide_enders{0x3002, 0xFF01, 0xFF1F, 0x203C, 0x2047, 0x2048, 0x2049};

constexpr std::array<char32_t, 40> wide_breaks{
    0x3001, 0xFF0C, 0xFF1B, 0xFF1A, 0xFF08, 0xFF09, 0x3010, 0x3011, 0x300C, 0x300D,
    0x300E, 0x300F, 0x3014, 0x3015, 0x3008, 0x3009, 0x300A, 0x300B, 0x3016, 0x3017,
    0x3018, 0x3019, 0x301A, 0x301B, 0x301D, 0x301E, 0x301F, 0x3030, 0x2013, 0x2014,
    0x2018, 0x2019, 0x201A, 0x201B, 0x201C, 0x201D, 0x201E, 0x201F, 0x2039, 0x203A};

utf8proc_category_t category_of(char32_t c)
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

}  // namespace

bool is_sentence_ender(char32_t c)
{
    if (c < 0x80) return c == '.' || c == '!' || c == '?';
    return std::ranges::find(wide_enders, c) != wide_enders.end();
}

bool is_word_break(char32_t c)
{
    if (c < 0x80)
        return std::string_view(",;: ()[]{}\t\n").find(static_cast<char>(c)) != std::string_view::npos;
    return std::ranges::find(wide_breaks, c) != wide_breaks.end();
}

bool is_white_space(char32_t c)
{
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    const auto category = category_of(c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

bool is_letter_or_digit(char32_t c)
{
    if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 0x20U) >= 'a' && (c | 0x20U) <= 'z');
    const auto category = category_of(c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool is_lower_case(char32_t c)
{
    return c < 0x80 ? c >= 'a' && c <= 'z' : category_of(c) == UTF8PROC_CATEGORY_LL;
}

text_size size_of(std::string_view text)
{
    return {utf8::count(text), text.size()};
}

char32_t character_before(std::string_view text, std::size_t at)
{
    std::size_t begin = at - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
    return utf8::decode(text.substr(begin)).code_point;
}

}  // namespace parley::ingest
