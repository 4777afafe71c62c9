#include "base/json_text.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <array>

namespace parley {
namespace {

// What follows the backslash; 0: goes out as it is; 'u': as \u00XX.
constexpr std::array<char, 256> make_escapes()
{
    std::array<char, 256> escapes{};
    for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = 'u';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    return escapes;
}

constexpr auto escapes = make_escapes();

}  // namespace

void append_json_string(std::string& out, std::string_view text)
{
    if (!utf8::is_valid(text)) return append_json_string(out, utf8::sanitised(text));
    out += '"';
    std::size_t clean_from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const char escape = escapes[byte];
        if (escape == 0) continue;
        out += text.substr(clean_from, i - clean_from);
        clean_from = i + 1;
        out += '\\';
        out += escape;
        if (escape == 'u') {
            out += "00";
            ascii::append_hex(out, byte);
        }
    }
    out += text.substr(clean_from);
    out += '"';
}

}  // namespace parley
