#include "audit/report/python_literal.hpp"

#include "audit/report/joined.hpp"
#include "base/ascii.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace parley::audit {
namespace {

void append_escaped(std::string& to, char c, char quote)
{
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n')
        to += "\\n";
    else if (c == '\r')
        to += "\\r";
    else if (c == '\t')
        to += "\\t";
    else if (c == quote || c == '\\')
        (to += '\\') += c;
    else if (byte < 0x20 || byte == 0x7F)
        ascii::append_hex(to += "\\x", byte);
    else
        to += c;
}

std::string python_string(std::string_view text)
{
    const bool takes_double = text.find('\'') != text.npos && text.find('"') == text.npos;
    const char quote = takes_double ? '"' : '\'';
    std::string literal(1, quote);
    for (const char c : text) append_escaped(literal, c, quote);
    return literal + quote;
}

std::string digits_of(double number, std::chars_format format)
{
    std::array<char, 400> text;  // the largest double has 309 digits before the point
    auto* end = std::to_chars(text.data(), text.data() + text.size(), number, format).ptr;
    return {text.data(), end};
}

}  // namespace

std::string python_name(impact weight)
{
    return weight == impact::none ? "None" : std::string(name_of(weight));
}

std::string python_list(const std::vector<std::string>& texts)
{
    std::vector<std::string> literals;
    for (const auto& each : texts) literals.push_back(python_string(each));
    return '[' + joined(literals, ", ") + ']';
}

std::string python_number(double number)
{
    const auto magnitude = std::abs(number);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16))
        return digits_of(number, std::chars_format::scientific);
    auto digits = digits_of(number, std::chars_format::fixed);
    if (digits.find('.') == digits.npos) digits += ".0";
    return digits;
}

}  // namespace parley::audit
