#include "base/is_one_of.hpp"
#include "mock/wire/body_readers.hpp"
#include "mock/wire/tool_check.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <set>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> roles = {"assistant", "system", "developer", "user"};

class input_reader {
public:
    explicit input_reader(asked& what)
        : what_(what), continues_(present(what.body, "previous_response_id") != nullptr)
    {
    }

    complaint read(const json::value& item, const std::string& param)
    {
        if (!item.is_object()) return wrong_type(param, "an object", item);
        const auto& object = item.get_object();
        const auto type = text_of(object, "type");
        if (type.empty() || type == "message") return read_message(object, param);
        if (type == "function_call") return read_call(object, param);
        if (type == "function_call_output") return read_output(object, param);
        return std::nullopt;  // reasoning, references and the items of the service's own tools
    }

private:
    complaint read_message(const json::object& object, const std::string& param)
    {
        if (!present(object, "role")) return missing(param + ".role");
        said message{.role = std::string(text_of(object, "role")), .text = {}};
        if (!is_one_of(roles, message.role)) return wrong_value(param + ".role", message.role, roles);
        const auto* const content = present(object, "content");
        if (!content) return missing(param + ".content");
        if (content->is_string()) {
            message.text = std::string_view(content->get_string());
        } else if (content->is_array()) {
            const auto& parts = content->get_array();
            for (std::size_t i = 0; i < parts.size(); ++i)
                if (auto bad = read_part(parts[i], param + ".content[" + std::to_string(i) + "]", message))
                    return bad;
        } else {
            return wrong_type(param + ".content", "one of an array of objects or string", *content);
        }
        what_.messages.push_back(std::move(message));
        return std::nullopt;
    }

    complaint read_call(const json::object& object, const std::string& param)
    {
        for (const auto* const name : {"call_id", "name", "arguments"})
            if (!present(object, name)) return missing(param + "." + name);
        calls_.emplace(text_of(object, "call_id"));
        what_.messages.push_back({.role = "assistant", .text = {}});
        return std::nullopt;
    }

    complaint read_output(const json::object& object, const std::string& param)
    {
        for (const auto* const name : {"call_id", "output"})
            if (!present(object, name)) return missing(param + "." + name);
        const std::string id(text_of(object, "call_id"));
        if (!calls_.contains(id) && !continues_)
            return invalid_request("No tool call found for function call output with call_id " + id + ".",
                                   "input");
        const auto& output = *present(object, "output");
        what_.messages.push_back(
            {.role = "tool",
             .text = output.is_string() ? std::string(output.get_string()) : json::serialize(output),
             .tool_call_id = id});
        return std::nullopt;
    }

    asked& what_;
    std::set<std::string> calls_;
    bool continues_;  // a response that the service remembers, with calls that are not in the input
};

complaint read_input(asked& what)
{
    const auto* const input = present(what.body, "input");
    if (!input) {
        if (present(what.body, "prompt") || present(what.body, "previous_response_id")) return std::nullopt;
        return missing("input");
    }
    if (input->is_string()) {
        what.messages.push_back({.role = "user", .text = std::string(input->get_string())});
        return std::nullopt;
    }
    if (!input->is_array()) return wrong_type("input", "one of an array of objects or a string", *input);
    const auto& items = input->get_array();
    if (items.empty()) return empty_array("input");
    input_reader reader(what);
    for (std::size_t i = 0; i < items.size(); ++i)
        if (auto bad = reader.read(items[i], "input[" + std::to_string(i) + "]")) return bad;
    return std::nullopt;
}

complaint read_format(asked& what)
{
    static constexpr std::array<std::string_view, 3> types = {"text", "json_object", "json_schema"};
    const auto* const text = present(what.body, "text");
    if (!text) return std::nullopt;
    if (!text->is_object()) return wrong_type("text", "an object", *text);
    const auto* const format = present(text->get_object(), "format");
    if (!format) return std::nullopt;
    if (!format->is_object()) return wrong_type("text.format", "an object", *format);
    const auto& object = format->get_object();
    what.response_format = text_of(object, "type");
    if (!is_one_of(types, what.response_format))
        return wrong_value("text.format.type", what.response_format, types);
    if (what.response_format != "json_schema") return std::nullopt;
    if (!present(object, "name")) return missing("text.format.name");
    const auto* const schema = present(object, "schema");
    if (!schema) return missing("text.format.schema");
    what.json_schema = json::serialize(*schema);
    return std::nullopt;
}

}  // namespace

complaint read_responses_body(asked& what)
{
    constexpr double output_tokens_min = 16;
    constexpr double tokens_max = 1e9;
    if (const auto* const instructions = present(what.body, "instructions")) {
        if (!instructions->is_string() && !instructions->is_array())
            return wrong_type("instructions", "a string", *instructions);
        if (instructions->is_string())
            what.messages.push_back({.role = "system", .text = std::string(instructions->get_string())});
    }
    if (auto bad = read_input(what)) return bad;
    if (auto bad = read_common(what)) return bad;
    if (auto bad = check_number(what.body, "max_output_tokens", output_tokens_min, tokens_max)) return bad;
    what.output_tokens_max = size_of(what.body, "max_output_tokens");
    what.wants_usage = true;
    if (auto bad = read_tools(what.body, tool_shape::flat, what)) return bad;
    return read_format(what);
}

}  // namespace parley::mock
