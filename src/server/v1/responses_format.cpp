#include "server/v1/responses_format.hpp"

#include "base/json_text.hpp"
#include "http/status.hpp"
#include "server/errors.hpp"

namespace parley::server::v1 {
namespace {

std::string json_string(std::string_view text)
{
    std::string json;
    append_json_string(json, text);
    return json;
}

// Zeros when nobody counted: clients want numbers, and extracts cost none.
std::string usage_json(const openai::usage& used)
{
    std::string json = R"({"input_tokens":)" + std::to_string(used.prompt_tokens);
    json += R"(,"input_tokens_details":{"cached_tokens":)" + std::to_string(used.cached_tokens.value_or(0));
    json += R"(,"cache_write_tokens":0},"output_tokens":)" + std::to_string(used.completion_tokens);
    json += R"(,"output_tokens_details":{"reasoning_tokens":)" +
            std::to_string(used.reasoning_tokens.value_or(0));
    return json + R"(},"total_tokens":)" + std::to_string(used.total_tokens) + "}";
}

std::string echo(const responses_request& wanted)
{
    const auto& asked = wanted.asked;
    std::string json = R"("background":false,"instructions":)";
    json += wanted.instructions.empty() ? "null" : json_string(wanted.instructions);
    json += R"(,"max_output_tokens":)";
    json += asked.output_tokens_max ? std::to_string(*asked.output_tokens_max) : "null";
    json +=
        R"(,"metadata":)" + wanted.metadata + R"(,"parallel_tool_calls":true,"previous_response_id":null)";
    json += R"(,"store":false,"temperature":)";
    if (asked.temperature)
        append_json_number(json, *asked.temperature);
    else
        json += "null";
    return json + R"(,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":null)" +
           R"(,"truncation":"auto")";
}

std::string_view reason_of_cut(std::string_view finish_reason)
{
    return finish_reason == "length" ? "max_output_tokens" : finish_reason;
}

}  // namespace

responses_format::responses_format(answer_about about, const responses_request& wanted)
    : about_(std::move(about)), echoed_(echo(wanted)), cited_(annotation_form::flat, about_.origin)
{
}

std::string responses_format::object(const state& now) const
{
    std::string json =
        R"({"id":)" + json_string("resp_" + about_.id) + R"(,"object":"response","created_at":)";
    json += std::to_string(about_.created) + R"(,"model":)" + json_string(about_.model);
    json += R"(,"status":)" + json_string(now.status) + R"(,"error":)" + now.failure;
    json += R"(,"incomplete_details":)" + now.cut + R"(,"output":[)" + now.output + "],";
    return json + echoed_ + R"(,"usage":)" + now.usage + "}";
}

// The text so far.
std::string responses_format::part() const
{
    return R"({"type":"output_text","annotations":)" + cited_.json() + R"(,"logprobs":[],"text":)" +
           json_string(text_) + "}";
}

std::string responses_format::item(std::string_view status, std::string_view content) const
{
    std::string json = R"({"id":)" + json_string("msg_" + about_.id) + R"(,"type":"message","status":)";
    json += json_string(status) + R"(,"role":"assistant","content":[)";
    return json.append(content) + "]}";
}

// Of the one part of the one item.
std::string responses_format::place() const
{
    return R"("item_id":)" + json_string("msg_" + about_.id) + R"(,"output_index":0,"content_index":0)";
}

void responses_format::append_event(std::string& out, std::string_view type, std::string_view members)
{
    out.append("event: ").append(type).append(R"(
data: {"type":")");
    out.append(type).append(R"(","sequence_number":)").append(std::to_string(number_++));
    out.append(",").append(members).append("}\n\n");
}

void responses_format::append_response(std::string& out, std::string_view type, const state& now)
{
    append_event(out, type, R"("response":)" + object(now));
}

void responses_format::append_sources(std::string& out, const rag::sources_event& sources)
{
    cited_.know(sources.passages);
    append_response(out, "response.created", {"in_progress"});
    append_response(out, "response.in_progress", {"in_progress"});
    append_event(out, "response.output_item.added", R"("output_index":0,"item":)" + item("in_progress", ""));
    append_event(out, "response.content_part.added", place() + R"(,"part":)" + part());
}

void responses_format::append_delta(std::string& out, std::string_view text)
{
    const auto known = cited_.size();
    cited_.feed(text);
    text_ += text;
    append_event(out, "response.output_text.delta",
                 place() + R"(,"delta":)" + json_string(text) + R"(,"logprobs":[])");
    for (auto i = known; i < cited_.size(); ++i)
        append_event(out, "response.output_text.annotation.added",
                     place() + R"(,"annotation_index":)" + std::to_string(i) + R"(,"annotation":)" +
                         cited_.json_of(i));
}

responses_format::state responses_format::ended(const rag::done_event& done)
{
    state now{"completed"};
    const openai::usage none;
    now.usage = usage_json(done.used ? *done.used : none);
    if (done.finish_reason == "stop") return now;
    now.status = "incomplete";
    now.cut = R"({"reason":)" + json_string(reason_of_cut(done.finish_reason)) + "}";
    return now;
}

void responses_format::append_done(std::string& out, const rag::done_event& done)
{
    auto last = ended(done);
    last.output = item(last.status, part());
    append_event(out, "response.output_text.done",
                 place() + R"(,"text":)" + json_string(text_) + R"(,"logprobs":[])");
    append_event(out, "response.content_part.done", place() + R"(,"part":)" + part());
    append_event(out, "response.output_item.done", R"("output_index":0,"item":)" + last.output);
    append_response(out, "response." + std::string(last.status), last);
}

// Both events: some clients raise at the first, others read the second.
void responses_format::append_error(std::string& out, const error& problem, std::string_view request_id)
{
    const auto status = http::status_of(problem.code);
    const auto object = openai_error_json(status, problem, request_id);
    append_event(out, "error", std::string_view(object).substr(1, object.size() - 2));
    state failed{"failed"};
    failed.failure = R"({"code":)" + json_string(name_of(problem.code)) + R"(,"message":)" +
                     json_string(problem.detail) + "}";
    append_response(out, "response.failed", failed);
}

std::string responses_format::whole(std::string_view text, const rag::sources_event& sources,
                                    const rag::done_event& done)
{
    cited_.know(sources.passages);
    cited_.feed(text);
    text_ = text;
    auto last = ended(done);
    last.output = item(last.status, part());
    return object(last) + "\n";
}

}  // namespace parley::server::v1
