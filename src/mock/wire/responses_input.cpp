#include "mock/wire/responses_input.hpp"

#include "base/is_one_of.hpp"
#include "mock/wire/content_part.hpp"
#include "mock/wire/field_check.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t call_id_max = 64;

constexpr std::array<std::string_view, 4> roles = {"assistant", "system", "developer", "user"};
constexpr std::array<std::string_view, 2> phases = {"commentary", "final_answer"};
constexpr std::array<std::string_view, 34> item_types = {"additional_tools",
                                                         "agent_message",
                                                         "apply_patch_call",
                                                         "apply_patch_call_output",
                                                         "code_interpreter_call",
                                                         "compaction",
                                                         "compaction_trigger",
                                                         "computer_call",
                                                         "computer_call_output",
                                                         "configuration_update",
                                                         "custom_tool_call",
                                                         "custom_tool_call_output",
                                                         "file_search_call",
                                                         "function_call",
                                                         "function_call_output",
                                                         "image_generation_call",
                                                         "item_reference",
                                                         "local_shell_call",
                                                         "local_shell_call_output",
                                                         "mcp_approval_request",
                                                         "mcp_approval_response",
                                                         "mcp_call",
                                                         "mcp_list_tools",
                                                         "message",
                                                         "multi_agent_call",
                                                         "multi_agent_call_output",
                                                         "program",
                                                         "program_output",
                                                         "reasoning",
                                                         "shell_call",
                                                         "shell_call_output",
                                                         "tool_search_call",
                                                         "tool_search_output",
                                                         "web_search_call"};

constexpr std::array message_fields = {
    text_field("id"), text_field("type"), text_field("role"), text_field("status"), any_field("content"),
};
constexpr object_rules message_rules{message_fields};
constexpr std::array assistant_fields = {
    text_field("id"),     text_field("type"),   text_field("role"),
    text_field("status"), any_field("content"), choice_field("phase", phases),
};
constexpr object_rules assistant_rules{assistant_fields};
constexpr std::array call_fields = {
    text_field("id"),       text_field("type"),      text_field("call_id", call_id_max),
    text_field("name"),     text_field("arguments"), text_field("status"),
    object_field("caller"), text_field("namespace"), flag_field("async"),
};
constexpr std::array<std::string_view, 3> call_required = {"call_id", "name", "arguments"};
constexpr object_rules call_rules{call_fields, call_required};
constexpr std::array output_fields = {
    text_field("id"),       text_field("type"),      text_field("call_id", call_id_max),
    text_field("name"),     any_field("output"),     text_field("status"),
    object_field("caller"), text_field("namespace"),
};
constexpr std::array<std::string_view, 1> output_required = {"output"};
constexpr object_rules output_rules{output_fields, output_required};

struct id_rule {
    std::string_view type;
    std::string_view prefix;
};
constexpr std::array id_rules = {
    id_rule{"message", "msg"},
    id_rule{"function_call", "fc"},
    id_rule{"reasoning", "rs"},
};

class input_reader {
public:
    explicit input_reader(asked& what)
        : what_(what),
          continues_(present(what.body, "previous_response_id") || present(what.body, "conversation"))
    {
    }

    complaint read(const json::value& item, const std::string& param)
    {
        if (!item.is_object()) return wrong_type(param, "an input item", item);
        const auto& object = item.get_object();
        if (!present(object, "type") && present(object, "id") && !present(object, "role"))
            return std::nullopt;  // a reference
        const auto type = present(object, "type") ? text_of(object, "type") : "message";
        if (!is_one_of(item_types, type)) return wrong_value(param, type, item_types);
        if (auto bad = check_id(object, type, param)) return bad;
        if (type == "message") return read_message(object, param);
        if (type == "function_call") return read_call(object, param);
        if (type == "function_call_output") return read_output(object, param);
        return std::nullopt;
    }

    complaint finish() const
    {
        const auto open =
            std::ranges::find_if(calls_, [this](const std::string& id) { return !answered_.contains(id); });
        if (open == calls_.end()) return std::nullopt;
        return invalid_request("No tool output found for function call " + *open + ".", "input");
    }

private:
    complaint check_id(const json::object& item, std::string_view type, const std::string& param)
    {
        const std::string id(text_of(item, "id"));
        if (id.empty()) return std::nullopt;
        const auto* const rule = std::ranges::find(id_rules, type, &id_rule::type);
        if (rule != id_rules.end() && !id.starts_with(rule->prefix))
            return invalid_request("Invalid '" + param + ".id': '" + id +
                                       "'. Expected an ID that begins with '" + std::string(rule->prefix) +
                                       "'.",
                                   param + ".id", "invalid_value");
        if (ids_.insert(id).second) return std::nullopt;
        return invalid_request(
            "Duplicate item found with id " + id + ". Remove duplicate items from your input and try again.",
            "input");
    }

    complaint read_message(const json::object& object, const std::string& param)
    {
        said message{.role = std::string(text_of(object, "role")), .text = {}};
        if (!is_one_of(roles, message.role)) return wrong_value(param, message.role, roles);
        const auto& rules = message.role == "assistant" ? assistant_rules : message_rules;
        if (auto bad = check_object(object, rules, param)) return bad;
        const auto* const content = present(object, "content");
        if (!content) return missing(param + ".content");
        if (auto bad = read_input_content(*content, param, message)) return bad;
        what_.messages.push_back(std::move(message));
        return std::nullopt;
    }

    complaint read_call(const json::object& object, const std::string& param)
    {
        if (auto bad = check_object(object, call_rules, param)) return bad;
        calls_.emplace_back(text_of(object, "call_id"));
        what_.messages.push_back({.role = "assistant", .text = {}});
        return std::nullopt;
    }

    complaint read_output(const json::object& object, const std::string& param)
    {
        if (auto bad = check_object(object, output_rules, param)) return bad;
        const std::string id(text_of(object, "call_id"));
        const bool is_known = id.empty() || std::ranges::find(calls_, id) != calls_.end();
        if (!is_known && !continues_)
            return invalid_request("No tool call found for function call output with call_id " + id + ".",
                                   "input");
        answered_.insert(id);
        const auto& output = *present(object, "output");
        what_.messages.push_back(
            {.role = "tool",
             .text = output.is_string() ? std::string(output.get_string()) : json::serialize(output),
             .tool_call_id = id});
        return std::nullopt;
    }

    asked& what_;
    std::vector<std::string> calls_;
    std::set<std::string> answered_;
    std::set<std::string> ids_;
    bool continues_;  // a conversation that the service remembers, with calls that are not in the input
};

}  // namespace

complaint read_input(const json::value& input, asked& what)
{
    if (input.is_string()) {
        if (!input.get_string().empty())
            what.messages.push_back({.role = "user", .text = std::string(input.get_string())});
        return std::nullopt;
    }
    if (!input.is_array()) return wrong_type("input", "one of a string or array of input items", input);
    const auto& items = input.get_array();
    input_reader reader(what);
    for (std::size_t i = 0; i < items.size(); ++i)
        if (auto bad = reader.read(items[i], "input[" + std::to_string(i) + "]")) return bad;
    return reader.finish();
}

}  // namespace parley::mock
