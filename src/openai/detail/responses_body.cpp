#include "openai/detail/request_body.hpp"
#include "openai/detail/request_fields.hpp"

namespace parley::openai {
namespace {

void write_input_parts(json_appender& to, const message& said)
{
    const std::string_view text_type = said.role == "assistant" ? "output_text" : "input_text";
    to.open('[');
    const auto write_text = [&](std::string_view text) {
        to.open('{').key("type").value(text_type).key("text").value(text).close('}');
    };
    if (!said.content.empty()) write_text(said.content);
    for (const auto& part : said.parts) {
        if (const auto* text = std::get_if<text_part>(&part)) write_text(text->text);
        if (const auto* image = std::get_if<image_part>(&part)) {
            to.open('{').key("type").value("input_image").key("image_url").value(image->url);
            if (!image->detail.empty()) to.key("detail").value(image->detail);
            to.close('}');
        }
    }
    to.close(']');
}

void write_content(json_appender& to, const message& said)
{
    if (said.parts.empty())
        to.value(said.content);
    else
        write_input_parts(to, said);
}

// One message may be several items: what was thought, what was said, which tools were called.
void write_input_items(json_appender& to, const message& said)
{
    if (said.role == "tool") {
        to.open('{').key("type").value("function_call_output").key("call_id").value(said.tool_call_id);
        to.key("output");
        write_content(to, said);
        to.close('}');
        return;
    }
    for (const auto& thought : said.sealed) {
        to.open('{').key("type").value("reasoning").key("id").value(thought.id).key("summary").json("[]");
        to.key("encrypted_content").value(thought.content).close('}');
    }
    if (!said.content.empty() || !said.parts.empty() || (said.tool_calls.empty() && said.sealed.empty())) {
        to.open('{').key("role").value(said.role).key("content");
        write_content(to, said);
        to.close('}');
    }
    for (const auto& call : said.tool_calls) {
        to.open('{').key("type").value("function_call").key("call_id").value(call.id);
        to.key("name").value(call.name).key("arguments").value(call.arguments).close('}');
    }
}

// What the conversation begins with is how to behave, unless it is all there is.
bool has_instructions(const chat_request& request)
{
    if (request.messages.size() < 2) return false;
    const auto& first = request.messages.front();
    return (first.role == "system" || first.role == "developer") && first.parts.empty();
}

void write_reasoning(json_appender& to, const reasoning_wish& wish)
{
    if (!wish.effort.empty() || !wish.summary.empty()) {
        to.key("reasoning").open('{');
        if (!wish.effort.empty()) to.key("effort").value(wish.effort);
        if (!wish.summary.empty()) to.key("summary").value(wish.summary);
        to.close('}');
    }
    if (wish.memory == reasoning_wish::memory_kind::sealed)
        to.key("include").json(R"(["reasoning.encrypted_content"])");
}

result<void> check_responses(const chat_request& request)
{
    constexpr std::string_view api = "Responses";
    if (!request.stop.empty()) return unsupported(api, "stop texts");
    if (request.seed) return unsupported(api, "a seed");
    return check_numbers(request);
}

}  // namespace

result<std::string> responses_body(const chat_request& request)
{
    if (auto fine = check_responses(request); !fine) return fine.error();
    json_appender to;
    to.reserve(expected_bytes(request));
    to.open('{').key("model").value(request.model);
    const bool instructed = has_instructions(request);
    if (instructed) to.key("instructions").value(request.messages.front().content);
    to.key("input").open('[');
    for (std::size_t at = instructed ? 1 : 0; at < request.messages.size(); ++at)
        write_input_items(to, request.messages[at]);
    to.close(']').key("store").json("false");
    write_sampling(to, request, "max_output_tokens");
    if (auto written = write_tools(to, request, api_words::responses); !written) return written.error();
    write_tool_choice(to, request, api_words::responses);
    if (request.json) {
        to.key("text").open('{').key("format");
        if (auto written = write_json_format(to, *request.json, api_words::responses); !written)
            return written.error();
        to.close('}');
    }
    write_reasoning(to, request.reasoning);
    to.close('}');
    return to.take();
}

}  // namespace parley::openai
