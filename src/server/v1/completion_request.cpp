#include "server/v1/completion_request.hpp"

#include "server/json_body.hpp"
#include "server/messages.hpp"

#include <boost/json.hpp>

namespace parley::server::v1 {
namespace {

namespace json = boost::json;

error bad(std::string detail)
{
    return {errc::invalid_input, std::move(detail)};
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
    const message_rules rules{"messages", message_rules::clients_prompt::may_be_there};
    if (auto read = refuse_what_cannot_be_had(body); !read) return read.error();
    if (auto read = read_messages(body, rules, limits, wanted.asked); !read) return read.error();
    if (auto read = read_delivery(body, wanted); !read) return read.error();
    if (auto read = read_temperature(body, wanted.asked); !read) return read.error();
    return wanted;
}

}  // namespace parley::server::v1
