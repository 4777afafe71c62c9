#include "server/delta_dialect.hpp"

#include "base/json_text.hpp"
#include "server/errors.hpp"

#include <utility>

namespace parley::server {

delta_dialect::delta_dialect(const chat_request& wanted, std::string run_id)
    : spoken_(wanted.spoken),
      session_state_(wanted.session_state),
      contexts_(wanted.session_state, wanted.asked.sources, std::move(run_id), wanted.asked.suggested)
{
}

std::string_view delta_dialect::media_type() const
{
    return is_classic() ? "application/json-lines" : "application/jsonl";
}

// `,"context":…,"session_state":…`
void delta_dialect::append_context(std::string& out, std::string_view context) const
{
    out.append(R"(,"context":)").append(context);
    out += is_classic() ? R"(,"session_state":)" : R"(,"sessionState":)";
    out += session_state_;
}

void delta_dialect::append_sources(std::string& out, const rag::sources_event& sources)
{
    sources_ = sources;
    out += R"({"delta":{"role":"assistant"})";
    append_context(out, contexts_.context(sources, {}));
    out += "}\n";
}

void delta_dialect::append_delta(std::string& out, std::string_view text)
{
    out += R"({"delta":{"content":)";
    append_json_string(out, text);
    if (is_classic()) out += R"(,"role":"assistant")";
    out += "}}\n";
}

// Clients of these look for keys they know in every line: the steps stand in the last context only.
void delta_dialect::append_process(std::string&, const rag::process_event& what)
{
    contexts_.remember(what);
}

void delta_dialect::append_done(std::string& out, const rag::done_event& done)
{
    if (const auto note = cut_note(done.finish_reason); !note.empty())
        append_delta(out, "\n\n" + std::string(note));
    const auto context = contexts_.context(sources_, done);
    out += is_classic() ? R"({"delta":{"role":"assistant"})" : R"({"delta":{})";
    append_context(out, context);
    out += "}\n";
    if (is_classic() && !done.suggested.empty()) append_questions(out, context, done.suggested);
}

// The context within the context is what clients of that time were sent.
void delta_dialect::append_questions(std::string& out, std::string_view context,
                                     const std::vector<std::string>& questions) const
{
    out += R"({"delta":{"role":"assistant"},"context":{"context":)";
    out.append(context).append(R"(,"followup_questions":)");
    char separator = '[';
    for (const auto& question : questions) {
        out += std::exchange(separator, ',');
        append_json_string(out, question);
    }
    out += "]}}\n";
}

void delta_dialect::append_error(std::string& out, const error& problem, std::string_view request_id)
{
    out += is_classic() ? error_json(problem, request_id) : protocol_error_json(problem, request_id);
    out += '\n';
}

std::string delta_dialect::whole(std::string_view text, const rag::sources_event& sources,
                                 const rag::done_event& done)
{
    std::string out = R"({"message":{"content":)";
    append_json_string(out, with_cut_note(std::string(text), done.finish_reason));
    out += R"(,"role":"assistant"})";
    append_context(out, contexts_.context(sources, done));
    return out + "}\n";
}

}  // namespace parley::server
