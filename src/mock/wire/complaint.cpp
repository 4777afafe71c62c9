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

std::string shortest(double number)
{
    std::string text;
    append_json_number(text, number);
    return text;
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
    std::string message = "Invalid value: '" + std::string(got) + "'. Supported values are: ";
    for (std::size_t i = 0; i < supported.size(); ++i) {
        if (i > 0) message += i + 1 == supported.size() ? " and " : ", ";
        message += "'" + std::string(supported[i]) + "'";
    }
    return invalid_request(message + ".", param, "invalid_value");
}

error_reply empty_array(const std::string& param)
{
    return invalid_request("Invalid '" + param + "': expected at least 1 element, but got an empty array.",
                           param, "empty_array");
}

complaint check_number(const json::object& body, std::string_view name, double min, double max)
{
    const auto* const value = present(body, name);
    if (!value) return std::nullopt;
    const std::string param(name);
    if (!value->is_number()) return wrong_type(param, "a number", *value);
    const auto number = value->to_number<double>();
    if (number < min)
        return invalid_request("Invalid '" + param + "': " + shortest(number) +
                                   " is less than the minimum of " + shortest(min) + ".",
                               param,
                               value->is_double() ? "decimal_below_min_value" : "integer_below_min_value");
    if (number > max)
        return invalid_request("Invalid '" + param + "': " + shortest(number) +
                                   " is greater than the maximum of " + shortest(max) + ".",
                               param,
                               value->is_double() ? "decimal_above_max_value" : "integer_above_max_value");
    return std::nullopt;
}

complaint check_boolean(const json::object& body, std::string_view name)
{
    const auto* const value = present(body, name);
    if (!value || value->is_bool()) return std::nullopt;
    return wrong_type(std::string(name), "a boolean", *value);
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
