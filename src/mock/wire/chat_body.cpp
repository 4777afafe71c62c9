#include "base/ascii.hpp"
#include "base/is_one_of.hpp"
#include "mock/wire/body_readers.hpp"
#include "mock/wire/tool_check.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <set>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 6> roles = {"system",   "assistant", "user",
                                                   "function", "tool",      "developer"};

complaint read_content(const json::object& object, const std::string& param, said& message)
{
    const auto* const content = present(object, "content");
    if (!content) {
        const bool may_be_silent = message.role == "assistant" &&
                                   (present(object, "tool_calls") || present(object, "function_call") ||
                                    present(object, "refusal") || present(object, "audio"));
        if (may_be_silent) return std::nullopt;
        const auto* const null = object.if_contains("content");
        if (!null) return missing(param + ".content");
        return wrong_type(param + ".content", "one of a string or array of objects", *null);
    }
    if (content->is_string()) {
        message.text = std::string_view(content->get_string());
        return std::nullopt;
    }
    if (!content->is_array())
        return wrong_type(param + ".content", "one of a string or array of objects", *content);
    const auto& parts = content->get_array();
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (auto bad = read_part(parts[i], param + ".content[" + std::to_string(i) + "]", message))
            return bad;
    return std::nullopt;
}

// Calls wait for the messages of tools that answer them, and nothing else may come between.
class open_calls {
public:
    complaint take(const json::object& message, const std::string& role, const std::string& param)
    {
        if (role == "tool") {
            const auto id = text_of(message, "tool_call_id");
            if (!present(message, "tool_call_id")) return missing(param + ".tool_call_id");
            if (!had_calls_)
                return invalid_request(
                    "Invalid parameter: messages with role 'tool' must be a response to a "
                    "preceding message with 'tool_calls'.",
                    param + ".role");
            open_.erase(std::string(id));
            return std::nullopt;
        }
        if (auto bad = finish(param)) return bad;
        had_calls_ = false;
        const auto* const calls = present(message, "tool_calls");
        if (!calls) return std::nullopt;
        if (!calls->is_array()) return wrong_type(param + ".tool_calls", "an array of objects", *calls);
        if (calls->get_array().empty()) return empty_array(param + ".tool_calls");
        for (const auto& call : calls->get_array())
            if (call.is_object()) open_.emplace(text_of(call.get_object(), "id"));
        had_calls_ = true;
        return std::nullopt;
    }

    complaint finish(const std::string& param) const
    {
        if (open_.empty()) return std::nullopt;
        std::string ids;
        for (const auto& id : open_) ids += (ids.empty() ? "" : ", ") + id;
        return invalid_request(
            "An assistant message with 'tool_calls' must be followed by tool messages "
            "responding to each 'tool_call_id'. These have no response: " +
                ids,
            param.substr(0, param.find('.')));
    }

private:
    std::set<std::string> open_;
    bool had_calls_ = false;
};

complaint read_messages(asked& what)
{
    const auto* const messages = present(what.body, "messages");
    if (!messages) return missing("messages");
    if (!messages->is_array()) return wrong_type("messages", "an array of objects", *messages);
    if (messages->get_array().empty()) return empty_array("messages");
    open_calls calls;
    for (const auto& value : messages->get_array()) {
        const std::string param = "messages[" + std::to_string(what.messages.size()) + "]";
        if (!value.is_object()) return wrong_type(param, "an object", value);
        const auto& object = value.get_object();
        if (!present(object, "role")) return missing(param + ".role");
        said message{.role = std::string(text_of(object, "role")), .text = {}};
        if (!is_one_of(roles, message.role)) return wrong_value(param + ".role", message.role, roles);
        message.tool_call_id = text_of(object, "tool_call_id");
        if (auto bad = read_content(object, param, message)) return bad;
        if (auto bad = calls.take(object, message.role, param)) return bad;
        what.messages.push_back(std::move(message));
    }
    return calls.finish("messages");
}

bool mentions_json(const asked& what)
{
    for (const auto& message : what.messages)
        if (ascii::lower_case(message.text).find("json") != std::string::npos) return true;
    return false;
}

complaint read_format(asked& what)
{
    static constexpr std::array<std::string_view, 3> types = {"text", "json_object", "json_schema"};
    const auto* const format = present(what.body, "response_format");
    if (!format) return std::nullopt;
    if (!format->is_object()) return wrong_type("response_format", "an object", *format);
    const auto& object = format->get_object();
    what.response_format = text_of(object, "type");
    if (!is_one_of(types, what.response_format))
        return wrong_value("response_format.type", what.response_format, types);
    if (what.response_format == "json_object" && !mentions_json(what))
        return invalid_request(
            "'messages' must contain the word 'json' in some form, to use "
            "'response_format' of type 'json_object'.",
            "messages");
    if (what.response_format != "json_schema") return std::nullopt;
    const auto* const schema = present(object, "json_schema");
    if (!schema) return missing("response_format.json_schema");
    if (!schema->is_object()) return wrong_type("response_format.json_schema", "an object", *schema);
    if (!present(schema->get_object(), "name")) return missing("response_format.json_schema.name");
    if (const auto* const inner = present(schema->get_object(), "schema"))
        what.json_schema = json::serialize(*inner);
    return std::nullopt;
}

complaint read_limits(asked& what)
{
    constexpr double tokens_max = 1e9;
    constexpr double choices_max = 128;
    const auto& body = what.body;
    if (auto bad = check_number(body, "n", 1, choices_max)) return bad;
    if (auto bad = check_number(body, "presence_penalty", -2, 2)) return bad;
    if (auto bad = check_number(body, "frequency_penalty", -2, 2)) return bad;
    if (auto bad = check_number(body, "max_tokens", 1, tokens_max)) return bad;
    if (auto bad = check_number(body, "max_completion_tokens", 1, tokens_max)) return bad;
    what.choices = std::max<std::size_t>(1, size_of(body, "n"));
    what.output_tokens_max = std::max(size_of(body, "max_tokens"), size_of(body, "max_completion_tokens"));
    if (!present(body, "max_tokens")) return std::nullopt;
    if (present(body, "max_completion_tokens"))
        return invalid_request(
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not "
            "supported.",
            "max_tokens", "invalid_parameter_combination");
    if (is_reasoning_model(what.model))
        return invalid_request(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            "'max_completion_tokens' instead.",
            "max_tokens", "unsupported_parameter");
    return std::nullopt;
}

complaint read_stream_options(asked& what)
{
    const auto* const options = present(what.body, "stream_options");
    if (!options) return std::nullopt;
    if (!what.stream)
        return invalid_request("The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                               "stream_options");
    if (!options->is_object()) return wrong_type("stream_options", "an object", *options);
    what.wants_usage = is_true(options->get_object(), "include_usage");
    return std::nullopt;
}

}  // namespace

complaint read_chat_body(asked& what)
{
    if (auto bad = read_messages(what)) return bad;
    if (auto bad = read_common(what)) return bad;
    if (auto bad = read_stream_options(what)) return bad;
    if (auto bad = read_limits(what)) return bad;
    if (auto bad = read_tools(what.body, tool_shape::nested, what)) return bad;
    return read_format(what);
}

}  // namespace parley::mock
