#include "mock/wire/complaint.hpp"

#include "mock/wire/json_parts.hpp"

namespace parley::mock {

namespace json = boost::json;

namespace {

std::string_view kind_of(const json::value& value)
{
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "a boolean";
        case json::kind::int64:
        case json::kind::uint64:
            return "an integer";
        case json::kind::double_:
            return "a decimal number";
        case json::kind::string:
            return "a string";
        case json::kind::array:
            return "an array";
        case json::kind::object:
            break;
    }
    return "an object";
}

}  // namespace

error_reply invalid_request(std::string message, std::string param, std::string code)
{
    return {.status = 400,
            .type = "invalid_request_error",
            .code = std::move(code),
            .param = std::move(param),
            .message = std::move(message)};
}

error_reply missing(const std::string& param)
{
    return invalid_request("Missing required parameter: '" + param + "'.", param,
                           "missing_required_parameter");
}

error_reply wrong_type(const std::string& param, std::string_view expected, const json::value& got)
{
    return invalid_request("Invalid type for '" + param + "': expected " + std::string(expected) +
                               ", but got " + std::string(kind_of(got)) + " instead.",
                           param, "invalid_type");
}

error_reply wrong_value(const std::string& param, std::string_view got,
                        std::span<const std::string_view> supported)
{
    return invalid_request(
        "Invalid value: '" + std::string(got) + "'. Supported values are: " + listed(supported, "and") + ".",
        param, "invalid_value");
}

error_reply unknown_parameter(const std::string& param)
{
    return invalid_request("Unknown parameter: '" + param + "'.", param, "unknown_parameter");
}

error_reply out_of_bounds(const std::string& param, std::string_view what, std::string_view expected,
                          std::string_view got, std::string code)
{
    return invalid_request("Invalid '" + param + "': " + std::string(what) + ". Expected " +
                               std::string(expected) + ", but got " + std::string(got) + " instead.",
                           param, std::move(code));
}

error_reply empty_array(const std::string& param)
{
    return out_of_bounds(param, "empty array", "an array with minimum length 1", "an empty array",
                         "empty_array");
}

error_reply array_too_long(const std::string& param, std::size_t max, std::size_t got)
{
    return out_of_bounds(param, "array too long", "an array with maximum length " + std::to_string(max),
                         "an array with length " + std::to_string(got), "array_above_max_length");
}

error_reply text_too_long(const std::string& param, std::size_t max, std::size_t got)
{
    return out_of_bounds(param, "string too long", "a string with maximum length " + std::to_string(max),
                         "a string with length " + std::to_string(got), "string_above_max_length");
}

std::string listed(std::span<const std::string_view> values, std::string_view last_word)
{
    std::string list;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) list += values.size() > 2 ? ", " : " ";
        if (i > 0 && i + 1 == values.size()) append(list, {last_word, " "});
        append(list, {"'", values[i], "'"});
    }
    return list;
}

std::string shortened(std::string_view text)
{
    constexpr std::size_t end = 3;
    if (text.size() <= 3 * end) return std::string(text);
    return std::string(text.substr(0, end)) + "..." + std::string(text.substr(text.size() - end));
}

std::string written(double number)
{
    std::string text;
    append_json_number(text, number);
    return text;
}

const json::value* present(const json::object& object, std::string_view name)
{
    const auto* const value = object.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

std::string_view text_of(const json::object& object, std::string_view name)
{
    const auto* const value = present(object, name);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

bool is_true(const json::object& object, std::string_view name)
{
    const auto* const value = present(object, name);
    return value && value->is_bool() && value->get_bool();
}

std::size_t size_of(const json::object& object, std::string_view name)
{
    const auto* const value = present(object, name);
    if (!value || !value->is_number()) return 0;
    const auto number = value->to_number<double>();
    return number > 0 && number < 1e15 ? static_cast<std::size_t>(number) : 0;
}

}  // namespace parley::mock
