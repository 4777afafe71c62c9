#include "server/v1/completion_request.hpp"

#include "base/ascii.hpp"
#include "server/json_body.hpp"

#include <boost/json.hpp>

namespace parley::server::v1 {
namespace {

namespace json = boost::json;

error bad(std::string detail)
{
    return {errc::invalid_input, std::move(detail)};
}

// A text, or a list of parts that are all text.
result<std::string> read_content(const json::value* content, const std::string& where)
{
    if (content != nullptr && content->is_string()) return std::string(content->get_string());
    if (content == nullptr || !content->is_array())
        return bad(where + " must be a string or a list of parts");
    std::string text;
    for (const auto& part : content->get_array()) {
        const auto* fields = part.if_object();
        const auto* said = fields == nullptr ? nullptr : fields->if_contains("text");
        if (said == nullptr || !said->is_string())
            return bad(where + " may hold parts of type text only: nothing else is read here");
        text += std::string_view(said->get_string());
    }
    return text;
}

result<openai::message> read_message(const json::value& item, std::size_t index, const chat_limits& limits)
{
    const auto where = "messages[" + std::to_string(index) + "]";
    const auto* fields = item.if_object();
    if (fields == nullptr) return bad(where + " must be an object with role and content");
    auto role = string_at(*fields, "role");
    if (!role) return bad(where + ".role must be a string");
    if (*role != "user" && *role != "assistant" && *role != "system" && *role != "developer")
        return bad(where + ".role must be system, developer, user or assistant");
    auto text = read_content(fields->if_contains("content"), where + ".content");
    if (!text) return text.error();
    if (text->size() > limits.message_bytes_max)
        return error{errc::too_large,
                     where + " is longer than " + std::to_string(limits.message_bytes_max) + " bytes"};
    return openai::message{*std::move(role), *std::move(text)};
}

void add_to_prompt(rag::question& asked, std::string_view text, const chat_limits& limits)
{
    if (limits.prompts == client_prompts::refuse) return;
    if (!asked.prompt) asked.prompt = rag::client_prompt{rag::client_prompt::place::after, {}};
    if (!asked.prompt->text.empty()) asked.prompt->text += '\n';
    asked.prompt->text += text;
}

result<void> read_messages(const json::object& body, const chat_limits& limits, rag::question& asked)
{
    const auto* list = body.if_contains("messages");
    if (list == nullptr || !list->is_array() || list->get_array().empty())
        return bad("messages must be a list with at least one message");
    const auto& items = list->get_array();
    if (items.size() > limits.messages_max)
        return error{errc::too_large, "the conversation has more than " +
                                          std::to_string(limits.messages_max) + " messages: start a new one"};
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto said = read_message(items[i], i, limits);
        if (!said) return said.error();
        if (said->role == "user" || said->role == "assistant")
            asked.history.push_back(*std::move(said));
        else
            add_to_prompt(asked, said->content, limits);
    }
    if (asked.history.empty() || asked.history.back().role != "user")
        return bad("the last message must be the user's question");
    asked.text = std::move(asked.history.back().content);
    asked.history.pop_back();
    if (ascii::trimmed(asked.text).empty()) return bad("the question is empty");
    return {};
}

bool is_given(const json::object& body, std::string_view key)
{
    const auto* value = body.if_contains(key);
    if (value == nullptr || value->is_null()) return false;
    return !value->is_array() || !value->get_array().empty();
}

result<void> refuse_what_cannot_be_had(const json::object& body)
{
    for (const auto* key : {"tools", "functions", "audio", "logprobs"})
        if (is_given(body, key) && !(body.at(key).is_bool() && !body.at(key).get_bool()))
            return bad(std::string(key) + " cannot be had: this model answers from documents, in text");
    const auto* choices = body.if_contains("n");
    if (choices != nullptr && !choices->is_null() && *choices != 1) return bad("n must be 1");
    const auto* format = body.if_contains("response_format");
    if (format != nullptr && format->is_object() && format->get_object().contains("type") &&
        format->at("type") != "text")
        return bad("response_format must be of type text");
    return {};
}

result<bool> read_flag(const json::object& from, std::string_view key)
{
    const auto* value = from.if_contains(key);
    if (value == nullptr || value->is_null()) return false;
    if (!value->is_bool()) return bad(std::string(key) + " must be true or false");
    return value->get_bool();
}

result<void> read_delivery(const json::object& body, completion_request& wanted)
{
    const auto streams = read_flag(body, "stream");
    if (!streams) return streams.error();
    if (*streams) wanted.how = delivery::streamed;
    const auto* options = body.if_contains("stream_options");
    if (options == nullptr || !options->is_object()) return {};
    const auto tells = read_flag(options->get_object(), "include_usage");
    if (!tells) return tells.error();
    if (*tells) wanted.usage = usage_chunk::asked;
    return {};
}

result<void> read_temperature(const json::object& body, rag::question& asked)
{
    const auto* value = body.if_contains("temperature");
    if (value == nullptr || value->is_null()) return {};
    const auto number = value->is_number() ? value->to_number<double>() : -1;
    if (!(number >= 0 && number <= 2)) return bad("temperature must be a number from 0 to 2");
    asked.temperature = number;
    return {};
}

}  // namespace

result<completion_request> parse_completion_request(const http::request& request, const chat_limits& limits)
{
    const auto read_body = read_json_object(request);
    if (!read_body) return read_body.error();
    const auto& body = *read_body;
    completion_request wanted;
    wanted.asked.top = limits.top_default;
    auto model = string_at(body, "model");
    if (!model || model->empty()) return bad("model must be a string, such as parley");
    wanted.model = *std::move(model);
    if (auto read = refuse_what_cannot_be_had(body); !read) return read.error();
    if (auto read = read_messages(body, limits, wanted.asked); !read) return read.error();
    if (auto read = read_delivery(body, wanted); !read) return read.error();
    if (auto read = read_temperature(body, wanted.asked); !read) return read.error();
    return wanted;
}

}  // namespace parley::server::v1
