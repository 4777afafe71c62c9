#include "mock/wire/chat_messages.hpp"

#include "base/is_one_of.hpp"
#include "mock/wire/content_part.hpp"
#include "mock/wire/field_check.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t call_id_max = 40;

constexpr std::array<std::string_view, 6> roles = {"system",   "assistant", "user",
                                                   "function", "tool",      "developer"};

constexpr std::array called_function_fields = {text_field("name"), text_field("arguments")};
constexpr std::array<std::string_view, 2> called_function_required = {"name", "arguments"};
constexpr object_rules called_function{called_function_fields, called_function_required};

constexpr std::array<std::string_view, 2> call_types = {"function", "custom"};
constexpr std::array call_fields = {
    text_field("id", call_id_max),
    choice_field("type", call_types),
    object_field("function", &called_function),
    object_field("custom"),
};
constexpr std::array<std::string_view, 2> call_required = {"id", "type"};
constexpr object_rules call_rules{call_fields, call_required};

complaint check_call(const json::value& call, const std::string& param)
{
    if (auto bad = check_value(call, object_field("", &call_rules), param)) return bad;
    const auto& object = call.get_object();
    const auto type = text_of(object, "type");
    return present(object, type) ? std::nullopt : complaint(missing(param + "." + std::string(type)));
}

// The pairing is checked behind the schema of messages, which writes places with a dot more.
std::string paired_place(std::size_t message, std::string_view member)
{
    return "messages.[" + std::to_string(message) + "]." + std::string(member);
}

// Calls wait for the messages of tools that answer them, and nothing else may come between.
class open_calls {
public:
    complaint take(const json::object& message, const said& read, std::size_t place)
    {
        if (read.role == "tool") return answer(message, read.tool_call_id, place);
        if (auto bad = finish(paired_place(place, "role"))) return bad;
        calls_.clear();
        return open(message, place);
    }

    complaint finish(const std::string& param) const
    {
        std::string ids;
        for (const auto& call : calls_)
            if (!call.answered_in) ids += (ids.empty() ? "" : ", ") + call.id;
        if (ids.empty()) return std::nullopt;
        return invalid_request(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
            "'tool_call_id'. The following tool_call_ids did not have response messages: " +
                ids,
            param);
    }

private:
    struct open_call {
        std::string id;
        std::optional<std::size_t> answered_in = {};  // which message
    };

    complaint answer(const json::object& message, const std::string& id, std::size_t place)
    {
        if (!present(message, "tool_call_id"))
            return missing("messages[" + std::to_string(place) + "].tool_call_id");
        if (calls_.empty())
            return invalid_request(
                "Invalid parameter: messages with role 'tool' must be a response to a preceeding message "
                "with 'tool_calls'.",
                paired_place(place, "role"));
        const auto known = std::ranges::find(calls_, id, &open_call::id);
        if (known == calls_.end())
            return invalid_request("Invalid parameter: 'tool_call_id' of '" + id +
                                       "' not found in 'tool_calls' of previous message.",
                                   paired_place(place, "tool_call_id"));
        if (known->answered_in) return twice(id, *known->answered_in, place);
        known->answered_in = place;
        return std::nullopt;
    }

    complaint open(const json::object& message, std::size_t place)
    {
        const auto* const made = present(message, "tool_calls");
        if (!made) return std::nullopt;
        const std::string param = "messages[" + std::to_string(place) + "].tool_calls";
        if (!made->is_array()) return wrong_type(param, "an array of objects", *made);
        const auto& list = made->get_array();
        if (list.empty()) return empty_array(param);
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (auto bad = check_call(list[i], param + "[" + std::to_string(i) + "]")) return bad;
            const std::string id(text_of(list[i].get_object(), "id"));
            if (std::ranges::find(calls_, id, &open_call::id) != calls_.end()) return twice(id, place, place);
            calls_.push_back({id});
        }
        return std::nullopt;
    }

    static error_reply twice(const std::string& id, std::size_t first, std::size_t second)
    {
        return invalid_request("Invalid parameter: Duplicate value for 'tool_call_id' of '" + id +
                                   "', in messages[" + std::to_string(first) + "] and messages[" +
                                   std::to_string(second) + "].",
                               paired_place(second, "tool_call_id"));
    }

    std::vector<open_call> calls_;  // of the last message that called
};

// Who calls, refuses or speaks may leave the content out.
bool may_be_silent(const json::object& message)
{
    return text_of(message, "role") == "assistant" &&
           (present(message, "tool_calls") || present(message, "function_call") ||
            present(message, "refusal") || present(message, "audio"));
}

complaint read_message(const json::object& from, const std::string& param, said& message)
{
    if (!present(from, "role")) return missing(param + ".role");
    message.role = text_of(from, "role");
    if (!is_one_of(roles, message.role)) return wrong_value(param + ".role", message.role, roles);
    message.tool_call_id = text_of(from, "tool_call_id");
    if (const auto* const name = present(from, "name"); name && !name->is_string())
        return wrong_type(param + ".name", "a string", *name);
    if (const auto* const content = present(from, "content"))
        return read_chat_content(*content, param, message);
    if (may_be_silent(from)) return std::nullopt;
    const auto* const null = from.if_contains("content");
    if (!null) return missing(param + ".content");
    return wrong_type(param + ".content", "one of a string or array of objects", *null);
}

}  // namespace

complaint read_messages(const json::value& messages, asked& what)
{
    if (!messages.is_array()) return wrong_type("messages", "an array of objects", messages);
    const auto& list = messages.get_array();
    if (list.empty()) return empty_array("messages");
    open_calls calls;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string param = "messages[" + std::to_string(i) + "]";
        if (!list[i].is_object()) return wrong_type(param, "an object", list[i]);
        said message{.role = {}, .text = {}};
        if (auto bad = read_message(list[i].get_object(), param, message)) return bad;
        if (auto bad = calls.take(list[i].get_object(), message, i)) return bad;
        what.messages.push_back(std::move(message));
    }
    return calls.finish("messages");
}

}  // namespace parley::mock
