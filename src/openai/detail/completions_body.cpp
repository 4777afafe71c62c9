#include "openai/detail/request_body.hpp"
#include "openai/detail/request_fields.hpp"

namespace parley::openai {
namespace {

void write_completion_parts(json_appender& to, const message& said)
{
    to.open('[');
    const auto write_text = [&to](std::string_view text) {
        to.open('{').key("type").value("text").key("text").value(text).close('}');
    };
    if (!said.content.empty()) write_text(said.content);
    for (const auto& part : said.parts) {
        if (const auto* text = std::get_if<text_part>(&part)) write_text(text->text);
        if (const auto* image = std::get_if<image_part>(&part)) {
            to.open('{')
                .key("type")
                .value("image_url")
                .key("image_url")
                .open('{')
                .key("url")
                .value(image->url);
            if (!image->detail.empty()) to.key("detail").value(image->detail);
            to.close('}').close('}');
        }
    }
    to.close(']');
}

void write_completion_message(json_appender& to, const message& said)
{
    to.open('{').key("role").value(said.role).key("content");
    if (!said.parts.empty())
        write_completion_parts(to, said);
    else if (said.content.empty() && !said.tool_calls.empty())
        to.json("null");
    else
        to.value(said.content);
    if (!said.tool_call_id.empty()) to.key("tool_call_id").value(said.tool_call_id);
    if (!said.tool_calls.empty()) {
        to.key("tool_calls").open('[');
        for (const auto& call : said.tool_calls) {
            to.open('{').key("id").value(call.id).key("type").value("function");
            to.key("function").open('{').key("name").value(call.name);
            to.key("arguments").value(call.arguments).close('}').close('}');
        }
        to.close(']');
    }
    to.close('}');
}

result<void> check_completions(const chat_request& request)
{
    constexpr std::string_view api = "Chat Completions";
    if (!request.reasoning.summary.empty()) return unsupported(api, "a summary of the reasoning");
    if (request.reasoning.memory == reasoning_wish::memory_kind::sealed)
        return unsupported(api, "sealed reasoning");
    for (const auto& said : request.messages)
        if (!said.sealed.empty()) return unsupported(api, "sealed reasoning");
    return check_numbers(request);
}

}  // namespace

result<std::string> completions_body(const chat_request& request, usage_reporting usage)
{
    if (auto fine = check_completions(request); !fine) return fine.error();
    json_appender to;
    to.reserve(expected_bytes(request));
    to.open('{').key("model").value(request.model).key("messages").open('[');
    for (const auto& said : request.messages) write_completion_message(to, said);
    to.close(']');
    write_sampling(to, request,
                   request.limit_name == output_limit::max_tokens ? "max_tokens" : "max_completion_tokens");
    if (request.how == delivery::streamed && usage == usage_reporting::ask)
        to.key("stream_options").json(R"({"include_usage":true})");
    if (!request.stop.empty()) {
        to.key("stop").open('[');
        for (const auto& text : request.stop) to.value(text);
        to.close(']');
    }
    if (request.seed) to.key("seed").value(*request.seed);
    if (auto written = write_tools(to, request, api_words::completions); !written) return written.error();
    write_tool_choice(to, request, api_words::completions);
    if (request.json) {
        to.key("response_format");
        if (auto written = write_json_format(to, *request.json, api_words::completions); !written)
            return written.error();
    }
    if (!request.reasoning.effort.empty()) to.key("reasoning_effort").value(request.reasoning.effort);
    to.close('}');
    return to.take();
}

}  // namespace parley::openai
