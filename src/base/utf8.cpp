#include "base/utf8.hpp"

#include <cstdint>

namespace parley::utf8 {
namespace {

bool is_continuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// RFC 3629 §4: how long the sequence is, and the range its second byte must be in
// (which is what rules out overlong forms, surrogates and values past U+10FFFF).
struct shape {
    std::size_t bytes;
    unsigned char second_min;
    unsigned char second_max;
};

shape shape_of(unsigned char first)
{
    if (first < 0x80) return {1, 0, 0};
    if (first >= 0xC2 && first <= 0xDF) return {2, 0x80, 0xBF};
    if (first == 0xE0) return {3, 0xA0, 0xBF};
    if (first == 0xED) return {3, 0x80, 0x9F};
    if (first >= 0xE1 && first <= 0xEF) return {3, 0x80, 0xBF};
    if (first == 0xF0) return {4, 0x90, 0xBF};
    if (first >= 0xF1 && first <= 0xF3) return {4, 0x80, 0xBF};
    if (first == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

}  // namespace

decoded decode(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    const auto form = shape_of(first);
    if (form.bytes == 1) return {first, 1};
    if (form.bytes == 0 || text.size() < 2) return {replacement, 1};

    const auto second = static_cast<unsigned char>(text[1]);
    if (second < form.second_min || second > form.second_max) return {replacement, 1};

    auto code_point = static_cast<char32_t>(first & (0xFFU >> (form.bytes + 1)));
    code_point = (code_point << 6U) | (second & 0x3FU);
    for (std::size_t i = 2; i < form.bytes; ++i) {
        if (i >= text.size() || !is_continuation(text[i])) return {replacement, i};
        code_point = (code_point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    return {code_point, form.bytes};
}

std::size_t valid_prefix(std::string_view text)
{
    std::size_t position = 0;
    while (position < text.size()) {
        if (static_cast<unsigned char>(text[position]) < 0x80) {
            ++position;
            continue;
        }
        const auto rest = text.substr(position);
        const auto expected = shape_of(static_cast<unsigned char>(rest[0])).bytes;
        if (expected == 0 || decode(rest).bytes != expected) return position;
        position += expected;
    }
    return position;
}

std::string sanitised(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const auto good = valid_prefix(text);
        clean += text.substr(0, good);
        text.remove_prefix(good);
        if (text.empty()) break;
        append(clean, replacement);
        text.remove_prefix(decode(text).bytes);
    }
    return clean;
}

void append(std::string& text, char32_t c)
{
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | (c >> 6U));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0U | (c >> 12U));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        text += static_cast<char>(0xF0U | (c >> 18U));
        text += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

std::size_t count(std::string_view text)
{
    std::size_t characters = 0;
    for (const char byte : text)
        if (!is_continuation(byte)) ++characters;
    return characters;
}

std::string_view prefix(std::string_view text, std::size_t bytes_max)
{
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && is_continuation(text[end])) --end;
    return text.substr(0, end);
}

}  // namespace parley::utf8
