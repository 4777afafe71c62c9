#include "mock/wire/tool_check.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t tools_max = 128;
constexpr std::size_t name_bytes_max = 64;

bool is_of_name(char c)
{
    return ascii::is_letter_or_digit(c) || c == '_' || c == '-';
}

complaint check_name(std::string_view name, const std::string& param)
{
    if (name.size() > name_bytes_max)
        return invalid_request("Invalid '" + param + "': string too long. Expected at most 64 characters.",
                               param, "string_above_max_length");
    if (name.empty() || !std::ranges::all_of(name, is_of_name))
        return invalid_request("Invalid '" + param +
                                   "': string does not match pattern. Expected a string that matches the "
                                   "pattern '^[a-zA-Z0-9_-]+$'.",
                               param, "invalid_value");
    return std::nullopt;
}

error_reply bad_schema(std::string_view function, std::string_view why, const std::string& param)
{
    return invalid_request("Invalid schema for function '" + std::string(function) + "': " + std::string(why),
                           param, "invalid_function_parameters");
}

bool lists(const json::object& schema, std::string_view name)
{
    const auto* const required = present(schema, "required");
    if (!required || !required->is_array()) return false;
    return std::ranges::any_of(required->get_array(), [name](const json::value& one) {
        return one.is_string() && std::string_view(one.get_string()) == name;
    });
}

// A strict schema closes its object and requires all that it has.
complaint check_strict(const json::object& schema, std::string_view function, const std::string& param)
{
    const auto* const more = present(schema, "additionalProperties");
    if (!more || !more->is_bool() || more->get_bool())
        return bad_schema(function, "'additionalProperties' is required to be supplied and to be false.",
                          param);
    const auto* const properties = present(schema, "properties");
    if (!properties || !properties->is_object()) return std::nullopt;
    for (const auto& [name, unused] : properties->get_object())
        if (!lists(schema, name))
            return bad_schema(function,
                              "'required' is required to be supplied and to be an array including every key "
                              "in properties. Missing '" +
                                  std::string(name) + "'.",
                              param);
    return std::nullopt;
}

complaint check_schema(const json::object& function, std::string_view name, const std::string& param)
{
    const auto* const schema = present(function, "parameters");
    if (!schema) return std::nullopt;
    if (!schema->is_object()) return wrong_type(param, "an object", *schema);
    const auto& object = schema->get_object();
    const auto type = text_of(object, "type");
    if (type != "object" && !(object.empty() && type.empty()))
        return bad_schema(name,
                          "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"" +
                              (type.empty() ? "None" : std::string(type)) + "\"'.",
                          param);
    const auto* const properties = present(object, "properties");
    if (properties && !properties->is_object())
        return bad_schema(name, "'properties' must be an object.", param);
    return is_true(function, "strict") ? check_strict(object, name, param) : std::nullopt;
}

complaint read_tool(const json::value& tool, const std::string& param, tool_shape shape, asked& what)
{
    if (!tool.is_object()) return wrong_type(param, "an object", tool);
    const auto& object = tool.get_object();
    if (!present(object, "type")) return missing(param + ".type");
    const auto type = text_of(object, "type");
    if (type != "function") {
        // The Responses API has tools of its own; they are known by their type.
        if (shape == tool_shape::flat && !type.empty()) {
            what.tools.emplace_back(type);
            return std::nullopt;
        }
        static constexpr std::array<std::string_view, 2> supported = {"function", "custom"};
        if (type != "custom") return wrong_value(param + ".type", type, supported);
        return std::nullopt;
    }
    const auto* function = &object;
    std::string place = param;
    if (shape == tool_shape::nested) {
        place += ".function";
        const auto* const inner = present(object, "function");
        if (!inner) return missing(place);
        if (!inner->is_object()) return wrong_type(place, "an object", *inner);
        function = &inner->get_object();
    }
    if (!present(*function, "name")) return missing(place + ".name");
    const auto name = text_of(*function, "name");
    if (auto bad = check_name(name, place + ".name")) return bad;
    if (auto bad = check_schema(*function, name, place + ".parameters")) return bad;
    what.tools.emplace_back(name);
    return std::nullopt;
}

complaint read_choice(const json::value& choice, tool_shape shape, asked& what)
{
    static constexpr std::array<std::string_view, 3> supported = {"none", "auto", "required"};
    if (choice.is_string()) {
        what.tool_choice = std::string_view(choice.get_string());
        if (std::ranges::find(supported, what.tool_choice) == supported.end())
            return wrong_value("tool_choice", what.tool_choice, supported);
        if (what.tools.empty() && what.tool_choice == "required")
            return invalid_request(
                "Invalid value for 'tool_choice': 'tool_choice' is only allowed when "
                "'tools' are specified.",
                "tool_choice");
        return std::nullopt;
    }
    if (!choice.is_object()) return wrong_type("tool_choice", "one of a string or an object", choice);
    const auto* function = &choice.get_object();
    if (text_of(*function, "type") != "function") return std::nullopt;
    if (shape == tool_shape::nested) {
        const auto* const inner = present(*function, "function");
        if (!inner || !inner->is_object()) return missing("tool_choice.function");
        function = &inner->get_object();
    }
    what.tool_choice = text_of(*function, "name");
    if (std::ranges::find(what.tools, what.tool_choice) == what.tools.end())
        return invalid_request("Invalid value for 'tool_choice': '" + what.tool_choice +
                                   "' is not the name of a tool in 'tools'.",
                               "tool_choice");
    return std::nullopt;
}

}  // namespace

complaint read_tools(const json::object& body, tool_shape shape, asked& what)
{
    if (const auto* const tools = present(body, "tools")) {
        if (!tools->is_array()) return wrong_type("tools", "an array of objects", *tools);
        const auto& list = tools->get_array();
        if (list.empty() && shape == tool_shape::nested) return empty_array("tools");
        if (list.size() > tools_max)
            return invalid_request("Invalid 'tools': array too long. Expected at most 128 elements.", "tools",
                                   "array_above_max_length");
        for (std::size_t i = 0; i < list.size(); ++i)
            if (auto bad = read_tool(list[i], "tools[" + std::to_string(i) + "]", shape, what)) return bad;
    }
    const auto* const choice = present(body, "tool_choice");
    return choice ? read_choice(*choice, shape, what) : std::nullopt;
}

}  // namespace parley::mock
