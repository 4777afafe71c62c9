#include "base/printable.hpp"

#include "base/utf8.hpp"

namespace parley {
namespace {

bool is_control(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

bool ends_line(char32_t c)
{
    constexpr char32_t line_separator = 0x2028, paragraph_separator = 0x2029;
    return c == line_separator || c == paragraph_separator;
}

}  // namespace

bool commands_terminal(char32_t c)
{
    return is_control(c) || ends_line(c);
}

std::string printable(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const auto [c, bytes] = utf8::decode(text);
        if (!is_control(c) || c == U'\n' || c == U'\t') utf8::append(clean, c);
        text.remove_prefix(bytes);
    }
    return clean;
}

std::string printable_line(std::string_view text)
{
    std::string line;
    line.reserve(text.size());
    bool after_blank = false;
    while (!text.empty()) {
        const auto [c, bytes] = utf8::decode(text);
        text.remove_prefix(bytes);
        if (c == U' ' || commands_terminal(c)) {
            after_blank = !line.empty();
            continue;
        }
        if (after_blank) line += ' ';
        after_blank = false;
        utf8::append(line, c);
    }
    return line;
}

}  // namespace parley
