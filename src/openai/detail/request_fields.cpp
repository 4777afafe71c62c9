#include "openai/detail/request_fields.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cmath>

namespace parley::openai {
namespace {

constexpr std::size_t schema_depth_max = 128;

std::string_view name_of(tool_use use)
{
    switch (use) {
        case tool_use::automatic:
            return "auto";
        case tool_use::none:
            return "none";
        case tool_use::required:
            return "required";
    }
    return "auto";
}

// A broken schema would break the whole body, so it is read before it is sent.
result<std::string> checked_schema(std::string_view text, std::string_view whose)
{
    boost::json::parse_options options;
    options.max_depth = schema_depth_max;
    boost::system::error_code ec;
    const auto schema = boost::json::parse({text.data(), text.size()}, ec, {}, options);
    if (ec || !schema.is_object())
        return error{errc::invalid_input,
                     "the JSON schema of " + std::string(whose) + " is not a JSON object"};
    return boost::json::serialize(schema);
}

void write_check(json_appender& to, schema_check check)
{
    if (check == schema_check::service_default) return;
    to.key("strict").json(check == schema_check::strict ? "true" : "false");
}

}  // namespace

error unsupported(std::string_view api, std::string_view wish)
{
    return {errc::unsupported, std::string(api) + " have no word for " + std::string(wish)};
}

result<void> check_numbers(const chat_request& request)
{
    for (const auto& number : {request.temperature, request.top_p})
        if (number && !std::isfinite(*number))
            return error{errc::invalid_input, "the temperature and top_p of a request must be numbers"};
    return {};
}

std::size_t expected_bytes(const chat_request& request)
{
    constexpr std::size_t around_all = 512, around_each = 64;
    std::size_t bytes = around_all;
    for (const auto& said : request.messages)
        bytes += said.content.size() + said.content.size() / 8 + around_each;
    return bytes;
}

void write_sampling(json_appender& to, const chat_request& request, std::string_view limit_name)
{
    to.key("stream").json(request.how == delivery::streamed ? "true" : "false");
    if (request.temperature) to.key("temperature").value(*request.temperature);
    if (request.top_p) to.key("top_p").value(*request.top_p);
    if (request.output_tokens_max) to.key(limit_name).value(*request.output_tokens_max);
}

// Chat Completions wrap what a tool is one level deeper.
result<void> write_tools(json_appender& to, const chat_request& request, api_words words)
{
    if (request.tools.empty()) return {};
    to.key("tools").open('[');
    for (const auto& tool : request.tools) {
        to.open('{').key("type").value("function");
        if (words == api_words::completions) to.key("function").open('{');
        to.key("name").value(tool.name);
        if (!tool.description.empty()) to.key("description").value(tool.description);
        const std::string_view schema =
            tool.parameters.empty() ? R"({"type":"object","properties":{},"additionalProperties":false})"
                                    : std::string_view(tool.parameters);
        auto parameters = checked_schema(schema, "a tool's parameters");
        if (!parameters) return parameters.error();
        to.key("parameters").json(*parameters);
        write_check(to, tool.check);
        if (words == api_words::completions) to.close('}');
        to.close('}');
    }
    to.close(']');
    return {};
}

void write_tool_choice(json_appender& to, const chat_request& request, api_words words)
{
    if (!request.only_tool.empty()) {
        to.key("tool_choice").open('{').key("type").value("function");
        if (words == api_words::completions) to.key("function").open('{');
        to.key("name").value(request.only_tool);
        if (words == api_words::completions) to.close('}');
        to.close('}');
    } else if (request.use_tools) {
        to.key("tool_choice").value(name_of(*request.use_tools));
    }
}

result<void> write_json_format(json_appender& to, const json_answer& wish, api_words words)
{
    to.open('{').key("type");
    if (wish.schema.empty()) {
        to.value("json_object").close('}');
        return {};
    }
    auto schema = checked_schema(wish.schema, "the answer");
    if (!schema) return schema.error();
    to.value("json_schema");
    if (words == api_words::completions) to.key("json_schema").open('{');
    to.key("name").value(wish.name).key("schema").json(*schema);
    write_check(to, wish.check);
    if (words == api_words::completions) to.close('}');
    to.close('}');
    return {};
}

}  // namespace parley::openai
