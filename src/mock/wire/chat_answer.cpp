#include "mock/wire/chat_answer.hpp"

#include "mock/wire/azure_filters.hpp"
#include "mock/wire/json_parts.hpp"
#include "mock/wire/piece_cutter.hpp"
#include "mock/wire/text_plan.hpp"
#include "mock/wire/usage.hpp"

namespace parley::mock {
namespace {

void append_calls(std::string& body, const std::vector<tool_call_reply>& calls, id_seed ids)
{
    if (calls.empty()) return;
    body += ",\"tool_calls\":[";
    for (std::size_t i = 0; i < calls.size(); ++i) {
        body += i == 0 ? "{\"id\":" : ",{\"id\":";
        append_json_string(body, calls[i].id.empty() ? make_call_id(ids, i) : calls[i].id);
        body += ",\"type\":\"function\",\"function\":{\"name\":";
        append_json_string(body, calls[i].name);
        body += ",\"arguments\":";
        append_json_string(body, calls[i].arguments);
        body += "}}";
    }
    body += ']';
}

void append_message(std::string& body, const reply& answer, const text_reply& text, id_seed ids)
{
    body += "{\"role\":\"assistant\",\"content\":";
    const bool says_nothing = !has_text(answer, text);
    if (says_nothing && (!text.tool_calls.empty() || !text.refusal.empty()))
        body += "null";
    else
        append_json_string(body, whole_text(text.text, answer.chunks));
    if (!text.reasoning.empty()) {
        body += ",\"reasoning_content\":";
        append_json_string(body, text.reasoning);
    }
    body += ",\"refusal\":";
    append_string_or_null(body, text.refusal);
    body += ",\"annotations\":[]";
    append_calls(body, text.tool_calls, ids);
    body += '}';
}

}  // namespace

std::string chat_answer(const asked& asking, const reply& answer, id_seed ids, std::int64_t created)
{
    const auto& text = std::get<text_reply>(answer.content);
    const bool is_azure = asking.style != host_style::openai;
    const auto reason = finish_reason_of(asking, text);
    const bool misses_finish = answer.failure && answer.failure->kind == fault_kind::no_finish;
    const bool is_reversed = order_of(answer) == index_order::reversed;

    std::string body =
        "{\"id\":\"" + make_completion_id(ids) + "\",\"object\":\"chat.completion\",\"created\":";
    append_number(body, created);
    body += ',';
    append_member(body, "model", asking.model);
    if (is_azure) append(body, {azure_prompt_annotation(), ","});
    body += "\"choices\":[";
    for (std::size_t i = 0; i < asking.choices; ++i) {
        body += i == 0 ? "{\"index\":" : ",{\"index\":";
        append_number(body, is_reversed ? asking.choices - 1 - i : i);
        body += ",\"message\":";
        append_message(body, answer, text, ids);
        body += ",\"logprobs\":null,\"finish_reason\":";
        append_string_or_null(body, misses_finish ? std::string_view() : reason);
        if (is_azure) {
            const bool is_withheld = reason == "content_filter";
            body += ",\"content_filter_results\":";
            body += azure_results_of_answer(
                text.filtered, is_withheld ? filter_verdict::withheld : filter_verdict::annotated);
        }
        body += '}';
    }
    body += "],\"usage\":";
    append_chat_usage(body, usage_of(asking, answer, text));
    body += '}';
    return body;
}

}  // namespace parley::mock
