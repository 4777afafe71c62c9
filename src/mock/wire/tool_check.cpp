#include "mock/wire/tool_check.hpp"

#include "base/is_one_of.hpp"
#include "mock/wire/field_check.hpp"
#include "mock/wire/schema_check.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t tools_max = 128;
constexpr std::size_t name_length_max = 64;
constexpr std::size_t description_length_max = 1024;

constexpr std::array<std::string_view, 2> chat_tools = {"function", "custom"};
constexpr std::array<std::string_view, 18> responses_tools = {"function",
                                                              "file_search",
                                                              "computer",
                                                              "computer_use_preview",
                                                              "web_search",
                                                              "web_search_2025_08_26",
                                                              "web_search_preview",
                                                              "web_search_preview_2025_03_11",
                                                              "mcp",
                                                              "code_interpreter",
                                                              "programmatic_tool_calling",
                                                              "image_generation",
                                                              "local_shell",
                                                              "shell",
                                                              "custom",
                                                              "namespace",
                                                              "tool_search",
                                                              "apply_patch"};
constexpr std::array<std::string_view, 3> choices = {"none", "auto", "required"};

// What both APIs have of a function; Responses have more, which is taken as it is.
constexpr std::array function_fields = {
    name_field("name", name_length_max),
    text_field("description", description_length_max),
    object_field("parameters"),
    flag_field("strict"),
};
constexpr std::array<std::string_view, 1> function_required = {"name"};
constexpr object_rules function_rules{function_fields, function_required};

complaint check_schema(const json::object& function, const std::string& place)
{
    const auto* const schema = present(function, "parameters");
    if (!schema) return std::nullopt;
    const auto rules = is_true(function, "strict") ? schema_rules::strict : schema_rules::loose;
    const auto wrong = schema_mistake(schema->get_object(), rules);
    if (!wrong) return std::nullopt;
    return invalid_request(
        "Invalid schema for function '" + std::string(text_of(function, "name")) + "': " + *wrong,
        place + ".parameters", "invalid_function_parameters");
}

complaint read_function(const json::object& function, const std::string& place, asked& what)
{
    if (auto bad = check_required(function, function_rules, place)) return bad;
    if (auto bad = check_values(function, function_rules, place)) return bad;
    if (auto bad = check_schema(function, place)) return bad;
    what.tools.emplace_back(text_of(function, "name"));
    return std::nullopt;
}

// Chat Completions keep what a tool is in a member named like its type.
complaint read_nested(const json::object& tool, const std::string& type, const std::string& param,
                      asked& what)
{
    const auto place = param + "." + type;
    const auto* const inner = present(tool, type);
    if (!inner) return missing(place);
    if (!inner->is_object()) return wrong_type(place, "an object", *inner);
    return read_function(inner->get_object(), place, what);
}

complaint read_tool(const json::value& tool, const std::string& param, tool_shape shape, asked& what)
{
    if (!tool.is_object()) return wrong_type(param, "an object", tool);
    const auto& object = tool.get_object();
    if (!present(object, "type")) return missing(param + ".type");
    const std::string type(text_of(object, "type"));
    if (shape == tool_shape::nested) {
        if (!is_one_of(chat_tools, type)) return wrong_value(param + ".type", type, chat_tools);
        return read_nested(object, type, param, what);
    }
    if (type == "function") return read_function(object, param, what);
    if (!is_one_of(responses_tools, type)) return wrong_value(param + ".type", type, responses_tools);
    what.tools.push_back(type);  // the service's own tools are known by their type
    return std::nullopt;
}

complaint check_word(const std::string& choice, tool_shape shape, const asked& what)
{
    if (!is_one_of(choices, choice)) return wrong_value("tool_choice", choice, choices);
    if (!what.tools.empty()) return std::nullopt;
    if (shape == tool_shape::nested)
        return invalid_request(
            "Invalid value for 'tool_choice': 'tool_choice' is only allowed when "
            "'tools' are specified.",
            "tool_choice");
    if (choice != "required") return std::nullopt;
    return invalid_request("Tool choice 'required' must be specified with 'tools' parameter.", "tool_choice");
}

complaint check_named(const asked& what)
{
    if (is_one_of(std::vector<std::string_view>(what.tools.begin(), what.tools.end()), what.tool_choice))
        return std::nullopt;
    return invalid_request("Tool choice '" + what.tool_choice + "' not found in 'tools' parameter.",
                           "tool_choice");
}

// `{"type":"function","function":{"name":…}}`; other types of choices allow several tools.
complaint read_nested_choice(const json::object& choice, asked& what)
{
    const auto type = text_of(choice, "type");
    if (type == "allowed_tools") return std::nullopt;
    const std::string member = type == "custom" ? "custom" : "function";
    const auto* const inner = present(choice, member);
    const auto place = "tool_choice." + member;
    if (!inner) return missing(place);
    if (!inner->is_object()) return wrong_type(place, "an object", *inner);
    if (!present(inner->get_object(), "name")) return missing(place + ".name");
    what.tool_choice = text_of(inner->get_object(), "name");
    return check_named(what);
}

complaint read_flat_choice(const json::object& choice, asked& what)
{
    const auto type = text_of(choice, "type");
    if (type != "function" && type != "custom") return std::nullopt;  // one of the service's own tools
    if (!present(choice, "name")) return missing("tool_choice.name");
    what.tool_choice = text_of(choice, "name");
    return check_named(what);
}

}  // namespace

complaint read_tools(const json::value& tools, tool_shape shape, asked& what)
{
    const bool is_nested = shape == tool_shape::nested;
    if (!tools.is_array())
        return wrong_type("tools", is_nested ? "an array of objects" : "an array of tools", tools);
    const auto& list = tools.get_array();
    if (list.empty() && is_nested) return empty_array("tools");
    if (list.size() > tools_max) return array_too_long("tools", tools_max, list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
        if (auto bad = read_tool(list[i], "tools[" + std::to_string(i) + "]", shape, what)) return bad;
    return std::nullopt;
}

complaint read_tool_choice(const json::value& choice, tool_shape shape, asked& what)
{
    if (choice.is_string()) {
        what.tool_choice = std::string_view(choice.get_string());
        return check_word(what.tool_choice, shape, what);
    }
    const bool is_nested = shape == tool_shape::nested;
    if (!choice.is_object())
        return wrong_type("tool_choice",
                          is_nested ? "one of one of 'none', 'auto', or 'required' or object"
                                    : "one of an object or 'none', 'auto', or 'required'",
                          choice);
    return is_nested ? read_nested_choice(choice.get_object(), what)
                     : read_flat_choice(choice.get_object(), what);
}

}  // namespace parley::mock
