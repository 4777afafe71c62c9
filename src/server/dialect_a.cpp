#include "server/dialect_a.hpp"

#include "base/json_text.hpp"
#include "rag/prompt.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <type_traits>
#include <variant>

namespace parley::server {
namespace {

namespace json = boost::json;

json::value prop_json(const rag::thought_value& prop)
{
    return std::visit(
        [](const auto& value) -> json::value {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>)
                return nullptr;
            else
                return json::value(value);
        },
        prop);
}

json::array thoughts_json(const std::vector<rag::thought>& thoughts)
{
    json::array list;
    for (const auto& thought : thoughts) {
        json::object item{{"title", thought.title}, {"description", thought.description}};
        if (thought.props.empty()) {
            item["props"] = nullptr;
        } else {
            json::object props;
            for (const auto& [name, value] : thought.props) props[name] = prop_json(value);
            item["props"] = std::move(props);
        }
        list.push_back(std::move(item));
    }
    return list;
}

void add_usage(json::array& thoughts, const std::optional<openai::usage>& used)
{
    if (!used || thoughts.empty()) return;
    auto& props = thoughts.back().as_object()["props"];
    if (!props.is_object()) props = json::object{};
    json::value reasoning;
    if (used->reasoning_tokens) reasoning = *used->reasoning_tokens;
    props.as_object()["token_usage"] = {{"prompt_tokens", used->prompt_tokens},
                                        {"completion_tokens", used->completion_tokens},
                                        {"reasoning_tokens", std::move(reasoning)},
                                        {"total_tokens", used->total_tokens}};
}

json::object data_points(const rag::sources_event& sources, rag::text_sources texts)
{
    json::array text;
    json::array citations;
    for (const auto& passage : sources.passages) {
        if (texts == rag::text_sources::send) text.emplace_back(rag::source_text(passage));
        const auto known = std::find(citations.begin(), citations.end(), json::value(passage.citation));
        if (known == citations.end()) citations.emplace_back(passage.citation);
    }
    return {{"text", std::move(text)},
            {"images", json::array{}},
            {"citations", std::move(citations)},
            {"external_results_metadata", json::array{}}};
}

json::object full_context(const rag::sources_event& sources, rag::text_sources texts)
{
    return {{"data_points", data_points(sources, texts)},
            {"thoughts", thoughts_json(sources.thoughts)},
            {"followup_questions", nullptr}};
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

void dialect_a::append_sources(std::string& out, const rag::sources_event& sources)
{
    auto context = full_context(sources, texts_);
    thoughts_ = json::serialize(context["thoughts"]);
    thoughts_.shrink_to_fit();
    context["answer"] = nullptr;
    out += R"({"type":"response.context","context":)";
    out += json::serialize(context);
    out += R"(,"session_state":)" + session_state_;
    out += R"(,"run_id":)";
    append_json_string(out, run_id_);
    out += R"(,"sequence_number":)" + std::to_string(next_number_++) + "}\n";
}

void dialect_a::append_delta(std::string& out, std::string_view text)
{
    out += R"({"type":"response.output_text.delta","delta":)";
    append_json_string(out, text);
    out += R"(,"sequence_number":)";
    out += std::to_string(next_number_++);
    out += "}\n";
}

void dialect_a::append_done(std::string& out, const rag::done_event& done)
{
    if (const auto note = cut_note(done.finish_reason); !note.empty())
        append_delta(out, "\n\n" + std::string(note));
    auto thoughts = json::parse(thoughts_);
    add_usage(thoughts.as_array(), done.used);
    // Without data_points: clients merge it into the context they have.
    const json::object context{{"thoughts", std::move(thoughts)},
                               {"finish_reason", done.finish_reason},
                               {"invalid_citations", done.invalid_citations}};
    out += R"({"type":"response.context","context":)";
    out += json::serialize(context);
    out += R"(,"sequence_number":)" + std::to_string(next_number_++) + "}\n";
}

std::string dialect_a::whole(std::string_view answer, const rag::sources_event& sources,
                             const rag::done_event& done) const
{
    std::string text(answer);
    if (const auto note = cut_note(done.finish_reason); !note.empty()) text += "\n\n" + std::string(note);
    auto context = full_context(sources, texts_);
    add_usage(context["thoughts"].as_array(), done.used);
    context["finish_reason"] = done.finish_reason;
    context["invalid_citations"] = done.invalid_citations;
    std::string out = R"({"output_text":)";
    append_json_string(out, text);
    out += R"(,"context":)" + json::serialize(context);
    out += R"(,"session_state":)" + session_state_ + "}\n";
    return out;
}

}  // namespace parley::server
