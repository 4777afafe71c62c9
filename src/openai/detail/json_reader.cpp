#include "openai/detail/json_reader.hpp"

#include "base/utf8.hpp"

#include <charconv>

namespace parley::openai {
namespace {

std::optional<char16_t> hex_unit(const char* digits)
{
    std::uint16_t unit = 0;
    const auto parsed = std::from_chars(digits, digits + 4, unit, 16);
    if (parsed.ptr != digits + 4) return std::nullopt;
    return static_cast<char16_t>(unit);
}

char unescaped(char c)
{
    constexpr std::string_view names = "bfnrt", meant = "\b\f\n\r\t";
    const auto at = names.find(c);
    return at == std::string_view::npos ? c : meant[at];
}

// A JSON string (after its opening quote) that holds half a surrogate pair, as servers send that cut text
// between UTF-16 units: the half becomes U+FFFD. simdjson has seen that the string ends.
void append_leniently(std::string& text, const char* from)
{
    for (; *from != '"'; ++from) {
        if (*from != '\\') {
            text += *from;
            continue;
        }
        ++from;
        if (*from != 'u') {
            text += unescaped(*from);
            continue;
        }
        const auto unit = hex_unit(from + 1);
        if (!unit) {
            utf8::append(text, utf8::replacement);
            continue;
        }
        from += 4;
        const bool low_follows = from[1] == '\\' && from[2] == 'u';
        const auto low = low_follows && *unit >= 0xD800 && *unit < 0xDC00 ? hex_unit(from + 3) : std::nullopt;
        if (low && *low >= 0xDC00 && *low < 0xE000) {
            from += 6;
            utf8::append(text, 0x10000 + ((*unit - 0xD800U) << 10U) + (*low - 0xDC00U));
        } else {
            utf8::append(text, *unit >= 0xD800 && *unit < 0xE000 ? utf8::replacement : char32_t{*unit});
        }
    }
}

}  // namespace

void json_reader::append(ondemand::raw_json_string raw, std::string& text)
{
    std::uint8_t* at = scratch_.data();
    std::string_view plain;
    if (parser_.unescape(raw, at).get(plain) == simdjson::SUCCESS)
        text.append(plain);
    else
        append_leniently(text, raw.raw());
}

error_code json_reader::append_string(ondemand::value& value, std::string& text)
{
    if (!is(value, ondemand::json_type::string)) return simdjson::SUCCESS;
    ondemand::raw_json_string raw;
    if (const auto ec = value.get_raw_json_string().get(raw)) return ec;
    append(raw, text);
    return simdjson::SUCCESS;
}

error_code json_reader::append_string_or_json(ondemand::value& value, std::string& text)
{
    if (!is(value, ondemand::json_type::object)) return append_string(value, text);
    ondemand::object object;
    std::string_view raw;
    if (const auto ec = value.get_object().get(object)) return ec;
    if (const auto ec = object.raw_json().get(raw)) return ec;
    text.append(raw.substr(0, raw.rfind('}') + 1));  // white space may follow
    return simdjson::SUCCESS;
}

void json_reader::read_count(ondemand::value& value, std::int64_t& count)
{
    constexpr std::uint64_t count_max = 1'000'000'000'000'000;
    if (!is(value, ondemand::json_type::number)) return;
    std::uint64_t whole = 0;
    double number = 0;
    if (value.get_uint64().get(whole) == simdjson::SUCCESS) {
        if (whole < count_max) count = static_cast<std::int64_t>(whole);
    } else if (value.get_double().get(number) == simdjson::SUCCESS && number >= 0 &&
               number < static_cast<double>(count_max)) {
        count = static_cast<std::int64_t>(number);
    }
}

void json_reader::read_count(ondemand::value& value, std::optional<std::int64_t>& count)
{
    std::int64_t number = -1;
    read_count(value, number);
    if (number >= 0) count = number;
}

bool json_reader::is_true(ondemand::value& value)
{
    bool truth = false;
    return is(value, ondemand::json_type::boolean) && value.get_bool().get(truth) == simdjson::SUCCESS &&
           truth;
}

}  // namespace parley::openai
