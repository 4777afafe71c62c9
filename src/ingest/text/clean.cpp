#include "ingest/text/clean.hpp"

#include "base/utf8.hpp"
#include "ingest/text/invisible.hpp"

#include <algorithm>
#include <array>

namespace parley::ingest {
namespace {

constexpr std::array<std::string_view, 7> ligatures{"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

// Controls, private characters and those that are none.
bool is_no_text(char32_t c)
{
    return (c >= 0x7F && c < 0xA0) || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000 || (c & 0xFFFEU) == 0xFFFE;
}

bool is_space(char32_t c)
{
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

// 0 at the end.
char32_t first_of(std::string_view text)
{
    return text.empty() ? U'\0' : utf8::decode(text).code_point;
}

// `before` is the character that was last kept, `rest` what follows `c`. Gives what is last kept then.
char32_t add_wide(char32_t c, char32_t before, std::string_view rest, std::string& to)
{
    if (c >= 0xFB00 && c <= 0xFB06)
        to += ligatures[c - 0xFB00];
    else if (is_space(c))
        to += ' ';
    else if (c == 0x85 || c == 0x2028 || c == 0x2029)
        to += '\n';
    else if (is_invisible(c) ? !shapes(c, before, first_of(rest)) : is_no_text(c))
        return before;
    else
        utf8::append(to, c);
    return c;
}

}  // namespace

std::string clean(std::string_view text)
{
    std::string even;
    even.reserve(text.size());
    char32_t last = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) >= 0x80) {
            const auto next = utf8::decode(text.substr(i));
            i += next.bytes;
            last = add_wide(next.code_point, last, text.substr(i), even);
            continue;
        }
        if (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) even += '\n';
        if (c == '\f' || c == '\v') even += '\n';
        if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F)) even += c;
        last = static_cast<char32_t>(c);
        ++i;
    }
    return even;
}

std::string single_spaced(std::string_view line)
{
    std::string even;
    even.reserve(line.size());
    for (const char c : line) {
        const bool space = c == ' ' || c == '\t' || c == '\n';
        if (!space)
            even += c;
        else if (!even.empty() && even.back() != ' ')
            even += ' ';
    }
    if (!even.empty() && even.back() == ' ') even.pop_back();
    return even;
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

}  // namespace parley::ingest
