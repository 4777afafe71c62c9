#include "server/v1/completion_format.hpp"

#include "base/json_text.hpp"
#include "http/status.hpp"
#include "server/errors.hpp"

namespace parley::server::v1 {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view text)
{
    out.append(",\"").append(name).append("\":");
    append_json_string(out, text);
}

std::string usage_json(const openai::usage& used)
{
    std::string json = R"({"prompt_tokens":)" + std::to_string(used.prompt_tokens);
    json += R"(,"completion_tokens":)" + std::to_string(used.completion_tokens);
    json += R"(,"total_tokens":)" + std::to_string(used.total_tokens);
    if (used.reasoning_tokens)
        json += R"(,"completion_tokens_details":{"reasoning_tokens":)" +
                std::to_string(*used.reasoning_tokens) + "}";
    return json + "}";
}

}  // namespace

std::string completion_format::head(std::string_view object) const
{
    std::string json = R"({"id":)";
    append_json_string(json, "chatcmpl-" + about_.id);
    append_member(json, "object", object);
    json += R"(,"created":)" + std::to_string(about_.created);
    append_member(json, "model", about_.model);
    return json;
}

void completion_format::append_chunk(std::string& out, std::string_view delta,
                                     std::string_view finish_reason) const
{
    out += "data: " + head("chat.completion.chunk");
    out.append(R"(,"choices":[{"index":0,"delta":)")
        .append(delta)
        .append(R"(,"logprobs":null,"finish_reason":)");
    if (finish_reason.empty())
        out += "null";
    else
        append_json_string(out, finish_reason);
    out += "}]}\n\n";
}

void completion_format::append_sources(std::string& out, const rag::sources_event& sources)
{
    cited_.know(sources.passages);
    append_chunk(out, R"({"role":"assistant","content":""})", "");
}

void completion_format::append_delta(std::string& out, std::string_view text)
{
    cited_.feed(text);
    std::string delta = R"({"content":)";
    append_json_string(delta, text);
    append_chunk(out, delta + "}", "");
}

void completion_format::append_done(std::string& out, const rag::done_event& done)
{
    append_chunk(out, R"({"annotations":)" + cited_.json() + "}", done.finish_reason);
    if (usage_ == usage_chunk::asked && done.used)
        out += "data: " + head("chat.completion.chunk") + R"(,"choices":[],"usage":)" +
               usage_json(*done.used) + "}\n\n";
    out += "data: [DONE]\n\n";
}

void completion_format::append_error(std::string& out, const error& problem, std::string_view request_id)
{
    out += "data: " + openai_error_json(http::status_of(problem.code), problem, request_id) + "\n\n";
}

std::string completion_format::whole(std::string_view text, const rag::sources_event& sources,
                                     const rag::done_event& done)
{
    cited_.know(sources.passages);
    cited_.feed(text);
    auto json = head("chat.completion");
    json += R"(,"choices":[{"index":0,"message":{"role":"assistant")";
    append_member(json, "content", text);
    json += R"(,"refusal":null,"annotations":)" + cited_.json() + R"(},"logprobs":null)";
    append_member(json, "finish_reason", done.finish_reason);
    json += "}]";
    if (done.used) json += R"(,"usage":)" + usage_json(*done.used);
    return json + "}\n";
}

}  // namespace parley::server::v1
