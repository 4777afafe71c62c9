#include "mock/wire/usage.hpp"

#include "mock/tokens.hpp"
#include "mock/wire/json_parts.hpp"
#include "mock/wire/piece_cutter.hpp"

namespace parley::mock {
namespace {

constexpr std::int64_t tokens_per_message = 3;
constexpr std::int64_t tokens_per_answer = 3;  // with which every answer is begun

std::int64_t counted(std::string_view text)
{
    return static_cast<std::int64_t>(count_tokens(text));
}

}  // namespace

std::int64_t prompt_tokens(const asked& asking)
{
    std::int64_t tokens = tokens_per_answer;
    for (const auto& message : asking.messages) tokens += tokens_per_message + counted(message.text);
    return tokens;
}

std::int64_t input_tokens(const asked& asking)
{
    if (asking.input.empty()) return prompt_tokens(asking);
    std::int64_t tokens = counted(asking.query);
    for (const auto& text : asking.input) tokens += counted(text);
    return tokens;
}

usage_reply usage_of(const asked& asking, const reply& answer, const text_reply& text)
{
    if (text.usage) return *text.usage;
    usage_reply used;
    used.prompt = prompt_tokens(asking);
    used.reasoning = counted(text.reasoning);
    const bool is_given = text.text.empty() && answer.chunks.by == chunking::unit::given;
    used.completion = used.reasoning + counted(text.refusal) +
                      (is_given ? counted(whole_text(text.text, answer.chunks)) : counted(text.text));
    for (const auto& call : text.tool_calls) used.completion += counted(call.name) + counted(call.arguments);
    return used;
}

void append_chat_usage(std::string& out, const usage_reply& used)
{
    out += "{\"prompt_tokens\":";
    append_number(out, used.prompt);
    out += ",\"completion_tokens\":";
    append_number(out, used.completion);
    out += ",\"total_tokens\":";
    append_number(out, used.prompt + used.completion);
    out += ",\"prompt_tokens_details\":{\"cached_tokens\":";
    append_number(out, used.cached);
    out += ",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":";
    append_number(out, used.reasoning);
    out += ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
}

void append_responses_usage(std::string& out, const usage_reply& used)
{
    out += "{\"input_tokens\":";
    append_number(out, used.prompt);
    out += ",\"input_tokens_details\":{\"cached_tokens\":";
    append_number(out, used.cached);
    out += ",\"cache_write_tokens\":0},\"output_tokens\":";
    append_number(out, used.completion);
    out += ",\"output_tokens_details\":{\"reasoning_tokens\":";
    append_number(out, used.reasoning);
    out += "},\"total_tokens\":";
    append_number(out, used.prompt + used.completion);
    out += '}';
}

}  // namespace parley::mock
