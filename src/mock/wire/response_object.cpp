#include "mock/wire/response_object.hpp"

#include "mock/wire/azure_filters.hpp"
#include "mock/wire/json_parts.hpp"
#include "mock/wire/piece_cutter.hpp"
#include "mock/wire/text_plan.hpp"
#include "mock/wire/usage.hpp"

#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;

struct echoed {
    std::string_view name;
    std::string_view otherwise;  // what the service says of a member that was not sent
};

constexpr std::array echoed_members = {
    echoed{"background", "false"},
    echoed{"instructions", "null"},
    echoed{"max_output_tokens", "null"},
    echoed{"max_tool_calls", "null"},
    echoed{"metadata", "{}"},
    echoed{"parallel_tool_calls", "true"},
    echoed{"previous_response_id", "null"},
    echoed{"reasoning", "{\"effort\":null,\"summary\":null}"},
    echoed{"service_tier", "\"default\""},
    echoed{"store", "true"},
    echoed{"temperature", "1.0"},
    echoed{"text", "{\"format\":{\"type\":\"text\"}}"},
    echoed{"tool_choice", "\"auto\""},
    echoed{"tools", "[]"},
    echoed{"top_logprobs", "0"},
    echoed{"top_p", "1.0"},
    echoed{"truncation", "\"disabled\""},
    echoed{"user", "null"},
};

std::string echo_of(const json::object& body)
{
    std::string echo;
    for (const auto& [name, otherwise] : echoed_members) {
        append(echo, {",\"", name, "\":"});
        const auto* const sent = body.if_contains(name);
        if (sent && !sent->is_null())
            echo += json::serialize(*sent);
        else
            echo += otherwise;
    }
    return echo;
}

}  // namespace

std::string_view name_of(response_status status)
{
    switch (status) {
        case response_status::in_progress:
            return "in_progress";
        case response_status::completed:
            return "completed";
        case response_status::incomplete:
            return "incomplete";
        case response_status::failed:
            break;
    }
    return "failed";
}

response_object::response_object(const asked& asking, id_seed ids, std::int64_t created)
    : echo_(echo_of(asking.body)), created_(created), is_azure_(asking.style != host_style::openai)
{
    begin_ = "{\"id\":\"" + make_id("resp_", 48, ids) + "\",\"object\":\"response\",\"created_at\":";
    append_number(begin_, created);
    begin_ += ',';
    append_member(begin_, "model", asking.model);
    begin_ += "\"status\":\"";
}

void response_object::append(std::string& out, const state& now) const
{
    mock::append(out, {begin_, name_of(now.status), "\""});
    if (now.status == response_status::completed) {
        out += ",\"completed_at\":";
        append_number(out, created_);
    }
    out += ",\"error\":";
    if (now.error_code.empty()) {
        out += "null";
    } else {
        out += "{\"code\":";
        append_json_string(out, now.error_code);
        out += ",\"message\":";
        append_json_string(out, now.error_message);
        out += '}';
    }
    out += ",\"incomplete_details\":";
    if (now.incomplete_reason.empty())
        out += "null";
    else
        mock::append(out, {"{\"reason\":\"", now.incomplete_reason, "\"}"});
    mock::append(out, {",\"output\":[", now.output, "]", echo_, ",\"usage\":"});
    if (now.used)
        append_responses_usage(out, *now.used);
    else
        out += "null";
    if (is_azure_)
        mock::append(out,
                     {",\"content_filters\":", now.content_filters.empty() ? "null" : now.content_filters});
    out += '}';
}

response_items::response_items(const reply& answer_, id_seed ids_)
    : answer(answer_),
      text(std::get<text_reply>(answer_.content)),
      ids(ids_),
      says_text(has_text(answer_, text))
{
}

response_status response_items::status() const
{
    return incomplete_reason().empty() ? response_status::completed : response_status::incomplete;
}

std::string_view response_items::incomplete_reason() const
{
    const auto reason = finish_reason_of(text);
    if (reason == "length") return "max_output_tokens";
    return reason == "content_filter" ? "content_filter" : "";
}

void response_items::append_reasoning(std::string& out) const
{
    mock::append(out, {"{\"id\":\"", reasoning_id(),
                       "\",\"type\":\"reasoning\",\"summary\":[{\"type\":", "\"summary_text\",\"text\":"});
    append_json_string(out, text.reasoning);
    out += "}]}";
}

void response_items::append_text_part(std::string& out, std::string_view said) const
{
    out += "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":";
    append_json_string(out, said);
    out += '}';
}

void response_items::append_refusal_part(std::string& out, std::string_view said) const
{
    out += "{\"type\":\"refusal\",\"refusal\":";
    append_json_string(out, said);
    out += '}';
}

// While it is in progress it has no content yet.
void response_items::append_message(std::string& out, response_status status) const
{
    mock::append(out, {"{\"id\":\"", message_id(), "\",\"type\":\"message\",\"status\":\"", name_of(status),
                       "\",\"role\":\"assistant\",\"content\":["});
    if (status != response_status::in_progress) {
        const bool shows_text = says_text || text.refusal.empty();
        if (shows_text) append_text_part(out, whole_text(text.text, answer.chunks));
        if (shows_text && !text.refusal.empty()) out += ',';
        if (!text.refusal.empty()) append_refusal_part(out, text.refusal);
    }
    out += "]}";
}

void response_items::append_call(std::string& out, std::size_t call, response_status status) const
{
    const auto& made = text.tool_calls[call];
    mock::append(out, {"{\"id\":\"", item_id_of_call(call), "\",\"type\":\"function_call\",\"status\":\"",
                       name_of(status), "\",\"arguments\":"});
    append_json_string(out, status == response_status::in_progress ? "" : std::string_view(made.arguments));
    out += ",\"call_id\":";
    append_json_string(out, made.id.empty() ? make_call_id(ids, call) : made.id);
    out += ",\"name\":";
    append_json_string(out, made.name);
    out += '}';
}

std::string response_items::all() const
{
    std::string out;
    if (has_reasoning()) append_reasoning(out);
    if (has_message()) {
        if (!out.empty()) out += ',';
        append_message(out, status());
    }
    for (std::size_t i = 0; i < text.tool_calls.size(); ++i) {
        if (!out.empty()) out += ',';
        append_call(out, i, response_status::completed);
    }
    return out;
}

std::string response_items::content_filters() const
{
    const bool is_withheld = incomplete_reason() == "content_filter";
    const auto one = [](std::string_view blocked, std::string_view source, const std::string& results) {
        return "{\"blocked\":" + std::string(blocked) + ",\"source_type\":\"" + std::string(source) +
               "\",\"content_filter_results\":" + results +
               ",\"content_filter_offsets\":{\"start_offset\":0,\"end_offset\":0,\"check_offset\":0}}";
    };
    return "[" + one("false", "prompt", azure_results_of_prompt({}, filter_verdict::annotated)) + "," +
           one(is_withheld ? "true" : "false", "completion",
               azure_results_of_answer(text.filtered,
                                       is_withheld ? filter_verdict::withheld : filter_verdict::annotated)) +
           "]";
}

}  // namespace parley::mock
