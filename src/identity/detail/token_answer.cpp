#include "identity/detail/token_answer.hpp"

#include "base/ascii.hpp"
#include "identity/detail/expiry_date.hpp"

#include <boost/json/parse.hpp>

#include <charconv>
#include <limits>

namespace parley::identity {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

constexpr std::size_t fields_shown_max = 16;
constexpr std::size_t field_name_bytes_max = 40;  // a longer name is no field we know, and may be anything

std::string_view type_name(const json::value& value)
{
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "boolean";
        case json::kind::int64:
        case json::kind::uint64:
            return "integer";
        case json::kind::double_:
            return "number with a fraction";
        case json::kind::string:
            return "string";
        case json::kind::array:
            return "array";
        case json::kind::object:
            return "object";
    }
    return "unknown";
}

bool is_plain_name(std::string_view name)
{
    return !name.empty() && name.size() <= field_name_bytes_max &&
           std::ranges::all_of(name, [](char c) { return ascii::is_letter_or_digit(c) || c == '_'; });
}

// `access_token (string), expires_on (null)`: what a person needs to see which source sends what.
std::string describe_fields(const json::object& answer)
{
    if (answer.empty()) return "it has no fields";
    std::string text = "it has ";
    std::size_t shown = 0;
    for (const auto& [name, value] : answer) {
        if (shown == fields_shown_max) return text + " and more";
        if (shown++ > 0) text += ", ";
        text += is_plain_name(name) ? std::string_view(name) : "a field with an odd name";
        text += " (" + std::string(type_name(value)) + ")";
    }
    return text;
}

error malformed(std::string_view what, const json::object& answer)
{
    return {errc::malformed, std::string(what) + "; " + describe_fields(answer)};
}

// An integer, or one in a string, of 0 to `max`. Anything else counts as missing, as null does.
std::optional<std::int64_t> whole_number(const json::value* field, std::int64_t max)
{
    std::int64_t number = -1;
    if (field == nullptr) return std::nullopt;
    if (const auto* small = field->if_int64()) number = *small;
    if (const auto* text = field->if_string()) {
        const auto digits = ascii::trimmed(*text);
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (failed != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    }
    if (number < 0 || number > max) return std::nullopt;
    return number;
}

// A wait in seconds from `since`: `expires_in` and `refresh_in`.
std::optional<wall_time> read_wait(const json::value* field, wall_time since)
{
    const auto wait = whole_number(field, std::numeric_limits<std::int32_t>::max());
    if (!wait) return std::nullopt;
    return on_wall_clock(std::chrono::floor<seconds>(since) + seconds(*wait));
}

std::optional<wall_time> read_expires_on(const json::value* field)
{
    if (field == nullptr) return std::nullopt;
    if (const auto number = whole_number(field, last_epoch_second))
        return on_wall_clock(std::chrono::sys_seconds(seconds(*number)));
    const auto* text = field->if_string();
    const auto date = text == nullptr ? std::nullopt : read_expiry_date(*text);
    if (!date || date->time_since_epoch().count() < 0 || date->time_since_epoch().count() > last_epoch_second)
        return std::nullopt;
    return on_wall_clock(*date);
}

bool is_bearer(const json::value* type)
{
    if (type == nullptr || type->is_null()) return true;
    const auto* text = type->if_string();
    return text != nullptr && ascii::equals_without_case(*text, "Bearer");
}

}  // namespace

result<access_token> read_token_answer(std::string_view body, wall_time asked_at)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(body, failed);
    if (failed) return error{errc::malformed, "the answer is not JSON"};
    const auto* answer = parsed.if_object();
    if (answer == nullptr)
        return error{errc::malformed,
                     "the answer is not a JSON object but " + std::string(type_name(parsed))};

    const auto* token = answer->if_contains("access_token");
    if (token == nullptr || !token->is_string() || token->get_string().empty())
        return malformed("the answer holds no access_token", *answer);
    if (!is_bearer(answer->if_contains("token_type")))
        return malformed("the token is not of the type Bearer", *answer);

    auto expires_on = read_wait(answer->if_contains("expires_in"), asked_at);
    if (!expires_on) expires_on = read_expires_on(answer->if_contains("expires_on"));
    if (!expires_on)
        return malformed("the answer does not say when the token expires in a form we know", *answer);
    return access_token{.text = secret(std::string(token->get_string())),
                        .expires_on = *expires_on,
                        .refresh_on = read_wait(answer->if_contains("refresh_in"), asked_at)};
}

}  // namespace parley::identity
