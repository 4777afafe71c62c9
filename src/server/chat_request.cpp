#include "server/chat_request.hpp"

#include "base/ascii.hpp"
#include "server/chat_form.hpp"
#include "server/json_members.hpp"
#include "server/messages.hpp"

#include <boost/json.hpp>

namespace parley::server {
namespace {

namespace json = boost::json;

constexpr std::size_t chosen_documents_max = 100;
constexpr std::size_t document_name_bytes_max = 255;

// Nothing also for an empty string, as clients send it.
result<std::optional<std::string>> read_words(const json_members& overrides, std::string_view key)
{
    auto text = overrides.text(key);
    if (!text) return text.error();
    if (text->empty()) return std::optional<std::string>();
    return std::optional<std::string>(*std::move(text));
}

// The documents that the question is asked over; nothing: all.
result<void> read_documents(const json_members& overrides, rag::question& asked)
{
    const auto* given = overrides.find("include_documents");
    if (given == nullptr) return {};
    const auto wrong = invalid("overrides.include_documents must be 1 to " +
                               std::to_string(chosen_documents_max) + " names of documents");
    const auto* list = given->if_array();
    if (list == nullptr || list->empty() || list->size() > chosen_documents_max) return wrong;
    std::vector<std::string> names;
    for (const auto& each : *list) {
        const auto* name = each.if_string();
        if (name == nullptr || name->empty() || name->size() > document_name_bytes_max) return wrong;
        names.emplace_back(*name);
    }
    asked.include_documents = std::move(names);
    return {};
}

result<void> read_retrieval_mode(const json_members& overrides, rag::question& asked)
{
    using retrieval::retrieval_mode;
    const auto name = overrides.text("retrieval_mode");
    if (!name) return name.error();
    if (*name == "text")
        asked.mode = retrieval_mode::text;
    else if (*name == "vectors")
        asked.mode = retrieval_mode::vectors;
    else if (*name == "hybrid")
        asked.mode = retrieval_mode::hybrid;
    else if (!name->empty())
        return invalid("overrides.retrieval_mode must be text, vectors or hybrid");

    auto embeddings = overrides.flag("search_text_embeddings");
    if (!embeddings) return embeddings.error();
    if (!embeddings->value_or(true)) asked.mode = retrieval_mode::text;
    return {};
}

// In front of what system messages said.
void add_prompt(rag::question& asked, rag::client_prompt::place where, std::string text)
{
    if (asked.prompt) text += '\n' + asked.prompt->text;
    asked.prompt = rag::client_prompt{where, std::move(text)};
}

// `>>>` in front: after our rules, not in their place.
result<void> read_prompt(const json_members& overrides, const chat_limits& limits, rag::question& asked)
{
    constexpr std::string_view after = ">>>";
    auto text = read_words(overrides, "prompt_template");
    if (!text) return text.error();
    if (!*text) return {};
    if (limits.prompts == client_prompts::refuse)
        return invalid(
            "overrides.prompt_template is not taken here: whoever serves can allow it with --client-prompts");
    if ((*text)->size() > limits.message_bytes_max)
        return error{errc::too_large, "overrides.prompt_template is longer than " +
                                          std::to_string(limits.message_bytes_max) + " bytes"};
    using place = rag::client_prompt::place;
    if ((*text)->starts_with(after))
        add_prompt(asked, place::after, (*text)->substr(after.size()));
    else
        add_prompt(asked, place::instead, **text);
    return {};
}

// What clients may send and what changes nothing here: it must at least be what it is called.
result<void> check_others(const json_members& overrides)
{
    for (const auto* const key :
         {"semantic_captions", "query_rewriting", "send_image_sources", "search_image_embeddings",
          "use_agentic_knowledgebase", "use_web_source", "use_sharepoint_source"})
        if (auto flag = overrides.flag(key); !flag) return flag.error();
    for (const auto* const key : {"reasoning_effort", "retrieval_reasoning_effort", "language"})
        if (auto text = overrides.text(key); !text) return text.error();
    return {};
}

// The threshold is of scores that only a second ranking gives: without one it holds nothing back.
result<void> read_ranking(const json_members& overrides, rag::question& asked)
{
    const auto wanted = overrides.flag("semantic_ranker");
    if (!wanted) return wanted.error();
    using rag::second_ranking;
    if (*wanted) asked.ranking = **wanted ? second_ranking::wanted : second_ranking::unwanted;
    const auto score_min = overrides.number("minimum_reranker_score", 0, 4);
    if (!score_min) return score_min.error();
    asked.reranker_score_min = score_min->value_or(0);
    return {};
}

result<void> read_overrides(const json_members& overrides, const chat_limits& limits, rag::question& asked)
{
    auto top = overrides.whole_number("top", 1, static_cast<std::int64_t>(limits.top_max));
    if (!top) return top.error();
    asked.top = top->has_value() ? static_cast<std::size_t>(**top) : limits.top_default;

    auto temperature = overrides.number("temperature", 0, 2);
    if (!temperature) return temperature.error();
    asked.temperature = *temperature;

    auto score_min = overrides.number("minimum_search_score");
    if (!score_min) return score_min.error();
    if (score_min->value_or(0) < 0) return invalid("overrides.minimum_search_score must be 0 or more");
    asked.score_min = score_min->value_or(0);

    auto include = read_words(overrides, "include_category");
    if (!include) return include.error();
    asked.include_category = std::move(*include);
    auto exclude = read_words(overrides, "exclude_category");
    if (!exclude) return exclude.error();
    asked.exclude_category = std::move(*exclude);
    if (auto chosen = read_documents(overrides, asked); !chosen) return chosen;

    auto send = overrides.flag("send_text_sources");
    if (!send) return send.error();
    if (!send->value_or(true)) asked.sources = rag::text_sources::omit;
    auto suggest = overrides.flag("suggest_followup_questions");
    if (!suggest) return suggest.error();
    if (suggest->value_or(false)) asked.suggested = rag::follow_ups::asked;
    if (auto sound = check_others(overrides); !sound) return sound;
    if (auto read = read_ranking(overrides, asked); !read) return read;
    auto show = overrides.flag("show_process");
    if (!show) return show.error();
    asked.steps = limits.steps;
    if (*show) asked.steps = **show ? rag::process::shown : rag::process::hidden;
    if (auto prompt = read_prompt(overrides, limits, asked); !prompt) return prompt;
    return read_retrieval_mode(overrides, asked);
}

message_rules rules_of(dialect spoken)
{
    if (spoken == dialect::d) return {message_form::input, message_rules::clients_prompt::may_be_there};
    if (spoken == dialect::c) return {message_form::messages, message_rules::clients_prompt::may_be_there};
    return {};
}

}  // namespace

result<chat_request> parse_chat_request(const http::request& request, const chat_limits& limits)
{
    const auto read_body = read_chat_body(request);
    if (!read_body) return read_body.error();
    const auto& body = *read_body;

    chat_request wanted;
    const auto spoken = dialect_of(request, body, limits.usual);
    if (!spoken) return spoken.error();
    wanted.spoken = *spoken;
    const auto rules = rules_of(*spoken);
    if (auto read = read_messages(body, rules, limits, wanted.asked); !read) return read.error();
    const auto context = json_members(body).object("context");
    if (!context) return context.error();
    const auto given = json_members(*context).object("overrides");
    if (!given) return given.error();
    const json_members overrides(*given, "overrides.");
    if (auto read = read_overrides(overrides, limits, wanted.asked); !read) return read.error();
    auto resumable = overrides.flag("resumable");
    if (!resumable) return resumable.error();
    if (resumable->value_or(false)) wanted.reader = reader_plan::may_come_back;

    const auto* state = body.if_contains(*spoken == dialect::c ? "sessionState" : "session_state");
    wanted.session_state = state == nullptr ? "null" : json::serialize(*state);
    return wanted;
}

}  // namespace parley::server
