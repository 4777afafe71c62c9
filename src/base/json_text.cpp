#include "base/json_text.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace parley {
namespace {

// What follows the backslash; 0: goes out as it is; 'u': as \u00XX. Bytes above ASCII are another matter.
constexpr std::array<char, 256> make_escapes()
{
    std::array<char, 256> escapes{};
    for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = 'u';
    for (std::size_t c = 0x80; c < escapes.size(); ++c) escapes[c] = 'u';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    return escapes;
}

constexpr auto escapes = make_escapes();

constexpr std::size_t block_bytes = 32;

// Compiles to a few comparisons per vector.
bool is_plain(const char* block)
{
    unsigned char found = 0;
    for (std::size_t i = 0; i < block_bytes; ++i) {
        const auto byte = static_cast<unsigned char>(block[i]);
        found |=
            static_cast<unsigned char>(byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\' ? 1 : 0);
    }
    return found == 0;
}

// How many bytes at the front are ASCII that goes out as it is. Most text is, so blocks are passed over.
std::size_t plain_prefix(std::string_view text)
{
    std::size_t at = 0;
    while (at + block_bytes <= text.size() && is_plain(text.data() + at)) at += block_bytes;
    while (at < text.size() && escapes[static_cast<unsigned char>(text[at])] == 0) ++at;
    return at;
}

void append_escape(std::string& out, unsigned char byte)
{
    out += '\\';
    out += escapes[byte];
    if (escapes[byte] != 'u') return;
    out += "00";
    ascii::append_hex(out, byte);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text)
{
    out += '"';
    for (;;) {
        const auto plain = plain_prefix(text);
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto first = static_cast<unsigned char>(text.front());
        const auto next = utf8::decode(text);
        text.remove_prefix(next.bytes);
        if (first < 0x80)
            append_escape(out, first);
        else
            utf8::append(out, next.code_point);
    }
    out += '"';
}

void append_json_number(std::string& out, double number)
{
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    std::array<char, 32> text;
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

}  // namespace parley
