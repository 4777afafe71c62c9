#include "mock/recorder/yaml_text.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <cstdio>

namespace parley::mock {
namespace {

bool is_control(char c)
{
    return (c >= 0 && c < ' ') || c == '\x7f';
}

void append_escaped(std::string& out, char c)
{
    switch (c) {
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        case '"':
        case '\\':
            out += '\\';
            out += c;
            break;
        default:
            if (is_control(c)) {
                out += "\\x";
                ascii::append_hex(out, static_cast<unsigned char>(c));
            } else {
                out += c;
            }
    }
}

}  // namespace

void append_yaml_text(std::string& out, std::string_view text)
{
    const bool is_plain = std::ranges::none_of(text, is_control);
    out += is_plain ? '\'' : '"';
    for (const char c : text) {
        if (!is_plain)
            append_escaped(out, c);
        else if (c == '\'')
            out += "''";
        else
            out += c;
    }
    out += is_plain ? '\'' : '"';
}

void append_yaml_ms(std::string& out, double ms)
{
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.1f", ms);
    out += digits;
}

}  // namespace parley::mock
