#include "server/dialect_a.hpp"

#include "base/json_text.hpp"
#include "rag/citation_index.hpp"
#include "rag/prompt.hpp"
#include "server/errors.hpp"
#include "server/process_json.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace parley::server {
namespace {

constexpr std::size_t usual_thoughts_bytes = 1024;
constexpr std::string_view no_questions = R"(,"followup_questions":null)";

struct value_writer {
    std::string& out;

    void operator()(std::monostate) const { out += "null"; }
    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(std::int64_t value) const { out += std::to_string(value); }
    void operator()(double value) const { append_json_number(out, value); }
    void operator()(const std::string& value) const { append_json_string(out, value); }
};

// `"token_usage":{…}`
void append_usage(std::string& out, const openai::usage& used)
{
    out += R"("token_usage":{"prompt_tokens":)" + std::to_string(used.prompt_tokens);
    out += R"(,"completion_tokens":)" + std::to_string(used.completion_tokens);
    out += R"(,"reasoning_tokens":)";
    out += used.reasoning_tokens ? std::to_string(*used.reasoning_tokens) : "null";
    out += R"(,"total_tokens":)" + std::to_string(used.total_tokens) + "}";
}

void append_thought(std::string& out, const rag::thought& thought)
{
    out += R"({"title":)";
    append_json_string(out, thought.title);
    out += R"(,"description":)";
    append_json_string(out, thought.description);
    out += R"(,"props":)";
    if (thought.props.empty() && !thought.used) {
        out += "null}";
        return;
    }
    char separator = '{';
    for (const auto& [name, value] : thought.props) {
        out += std::exchange(separator, ',');
        append_json_string(out, name);
        out += ':';
        std::visit(value_writer{out}, value);
    }
    if (thought.used) {
        out += separator;
        append_usage(out, *thought.used);
    }
    out += "}}";
}

std::string thoughts_json(const std::vector<rag::thought>& thoughts)
{
    std::string list;
    list.reserve(usual_thoughts_bytes);
    list += '[';
    std::string_view separator;
    for (const auto& thought : thoughts) {
        list += std::exchange(separator, ",");
        append_thought(list, thought);
    }
    return list += ']';
}

// `thoughts`, as thoughts_json writes them, with the usage among the props of the last one.
void append_with_usage(std::string& out, std::string_view thoughts, const std::optional<openai::usage>& used)
{
    if (!used || thoughts == "[]") {
        out += thoughts;
        return;
    }
    constexpr std::string_view no_props = "null}]";
    constexpr std::string_view end = "}}]";
    const bool has_props = !thoughts.ends_with(no_props);
    thoughts.remove_suffix((has_props ? end : no_props).size());
    out += thoughts;
    out += has_props ? ',' : '{';
    append_usage(out, *used);
    out += end;
}

// About what the line of the sources takes, so that its buffer need not grow on the way.
std::size_t bytes_of(const rag::sources_event& sources, rag::text_sources texts)
{
    constexpr std::size_t around_each = 128;
    std::size_t bytes = 512;
    for (const auto& passage : sources.passages)
        bytes += around_each + 2 * passage.citation.size() +
                 (texts == rag::text_sources::send ? passage.text.size() : 0);
    return bytes;
}

void append_data_points(std::string& out, const rag::sources_event& sources, rag::text_sources texts)
{
    std::string line;
    std::string_view separator;
    out += R"({"text":[)";
    for (const auto& passage : sources.passages) {
        if (texts == rag::text_sources::omit) break;
        line.clear();
        rag::append_source_text(line, passage);
        out += std::exchange(separator, ",");
        append_json_string(out, line);
    }
    separator = {};
    out += R"(],"images":[],"citations":[)";
    const rag::citation_index named(sources.passages);
    for (const auto& citation : named.citations()) {
        out += std::exchange(separator, ",");
        append_json_string(out, citation);
    }
    out += R"(],"external_results_metadata":[]})";
}

// What stands in the context of a streamed and of a whole answer, without the brace that ends it.
void append_context(std::string& out, const rag::sources_event& sources, rag::text_sources texts,
                    std::string_view thoughts)
{
    out += R"({"data_points":)";
    append_data_points(out, sources, texts);
    out += R"(,"thoughts":)";
    out += thoughts;
}

void append_questions(std::string& out, const std::vector<std::string>& questions)
{
    out += R"(,"followup_questions":)";
    char separator = '[';
    for (const auto& question : questions) {
        out += std::exchange(separator, ',');
        append_json_string(out, question);
    }
    out += questions.empty() ? "[]" : "]";
}

void append_support(std::string& out, const rag::support& found)
{
    out += R"(,"support":{"sentences":)" + std::to_string(found.judged);
    out += R"(,"supported":)" + std::to_string(found.supported);
    out += R"(,"unsupported":[)";
    std::string_view separator;
    for (const auto& sentence : found.unsupported) {
        out.append(std::exchange(separator, ",")).append(R"({"text":)");
        append_json_string(out, sentence.text);
        out += R"(,"score":)";
        append_json_number(out, std::round(sentence.score * 100) / 100);
        out += '}';
    }
    out += "]}";
}

void append_end(std::string& out, const rag::done_event& done, std::string_view process)
{
    if (done.borne_out) append_support(out, *done.borne_out);
    if (!process.empty()) out.append(R"(,"process":[)").append(process).append("]");
    out += R"(,"finish_reason":)";
    append_json_string(out, done.finish_reason);
    out += R"(,"invalid_citations":)" + std::to_string(done.invalid_citations) + "}";
}

}  // namespace

std::string_view cut_note(std::string_view finish_reason)
{
    if (finish_reason == "length") return "(The answer is incomplete: the model reached its length limit.)";
    if (finish_reason == "content_filter")
        return "(The answer is incomplete: the model's content filter stopped it.)";
    if (finish_reason == "stop" || finish_reason.empty()) return "";
    return "(The answer is incomplete: the model ended it early.)";
}

std::string with_cut_note(std::string answer, std::string_view finish_reason)
{
    if (const auto note = cut_note(finish_reason); !note.empty()) answer += "\n\n" + std::string(note);
    return answer;
}

void dialect_a::append_sources(std::string& out, const rag::sources_event& sources)
{
    thoughts_ = thoughts_json(sources.thoughts);
    out.reserve(out.size() + bytes_of(sources, texts_) + thoughts_.size());
    out += R"({"type":"response.context","context":)";
    append_context(out, sources, texts_, thoughts_);
    // Clients that asked for questions iterate over what they get; those of a model come with the end.
    if (suggested_ == rag::follow_ups::asked)
        append_questions(out, {});
    else
        out += no_questions;
    out += R"(,"answer":null},"session_state":)" + session_state_;
    out += R"(,"run_id":)";
    append_json_string(out, run_id_);
    out += R"(,"sequence_number":)" + std::to_string(next_number_++) + "}\n";
    thoughts_.shrink_to_fit();
}

void dialect_a::append_delta(std::string& out, std::string_view text)
{
    out += R"({"type":"response.output_text.delta","delta":)";
    append_json_string(out, text);
    out += R"(,"sequence_number":)";
    out += std::to_string(next_number_++);
    out += "}\n";
}

void dialect_a::append_process(std::string& out, const rag::process_event& what)
{
    remember(what);
    out += R"({"type":"response.process",)";
    append_step(out, what);
    out += R"(,"sequence_number":)" + std::to_string(next_number_++) + "}\n";
}

void dialect_a::remember(const rag::process_event& what)
{
    if (what.state == rag::process_state::started) return;
    if (!process_.empty()) process_ += ',';
    process_ += '{';
    append_step(process_, what);
    process_ += '}';
}

void dialect_a::append_done(std::string& out, const rag::done_event& done)
{
    if (const auto note = cut_note(done.finish_reason); !note.empty())
        append_delta(out, "\n\n" + std::string(note));
    // Without data_points: clients merge it into the context they have.
    out += R"({"type":"response.context","context":{"thoughts":)";
    append_with_usage(out, thoughts_, done.used);
    if (suggested_ == rag::follow_ups::asked) append_questions(out, done.suggested);
    append_end(out, done, process_);
    out += R"(,"sequence_number":)" + std::to_string(next_number_++) + "}\n";
}

void dialect_a::append_error(std::string& out, const error& problem, std::string_view request_id)
{
    out += error_json(problem, request_id);
    out.back() = ',';  // in place of the brace
    out += R"("sequence_number":)" + std::to_string(next_number_++) + "}\n";
}

std::string dialect_a::context(const rag::sources_event& sources, const rag::done_event& done) const
{
    std::string thoughts;
    append_with_usage(thoughts, thoughts_json(sources.thoughts), done.used);
    std::string out;
    append_context(out, sources, texts_, thoughts);
    if (suggested_ == rag::follow_ups::asked)
        append_questions(out, done.suggested);
    else
        out += no_questions;
    append_end(out, done, process_);
    return out;
}

std::string dialect_a::whole(std::string_view text, const rag::sources_event& sources,
                             const rag::done_event& done)
{
    std::string out = R"({"output_text":)";
    append_json_string(out, with_cut_note(std::string(text), done.finish_reason));
    out += R"(,"context":)" + context(sources, done);
    out += R"(,"session_state":)" + session_state_ + "}\n";
    return out;
}

}  // namespace parley::server
