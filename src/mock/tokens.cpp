#include "mock/tokens.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::size_t letters_max = 8;
constexpr std::size_t digits_max = 3;

template <class Fits>
std::size_t run(std::string_view text, std::size_t bytes_max, Fits fits)
{
    std::size_t bytes = 0;
    while (bytes < std::min(text.size(), bytes_max) && fits(text[bytes])) ++bytes;
    return bytes;
}

bool is_ascii(char c)
{
    return static_cast<unsigned char>(c) < 0x80;
}

}  // namespace

std::size_t token_bytes(std::string_view text)
{
    const std::size_t space = text.front() == ' ' ? 1 : 0;
    const auto rest = text.substr(space);
    if (rest.empty() || rest.front() == ' ') return std::max<std::size_t>(space, 1);
    const char first = rest.front();
    if (!is_ascii(first)) {
        const auto one = utf8::decode(rest).bytes;
        const auto next = rest.substr(one);
        const bool is_pair = !next.empty() && !is_ascii(next.front());
        return space + one + (is_pair ? utf8::decode(next).bytes : 0);
    }
    if (ascii::is_letter(first)) return space + run(rest, letters_max, ascii::is_letter);
    if (ascii::is_digit(first)) return space + run(rest, digits_max, ascii::is_digit);
    return space + 1;
}

std::size_t count_tokens(std::string_view text)
{
    std::size_t tokens = 0;
    for (; !text.empty(); ++tokens) text.remove_prefix(token_bytes(text));
    return tokens;
}

}  // namespace parley::mock
