#include "server/chat_request.hpp"

#include "base/ascii.hpp"
#include "server/json_body.hpp"
#include "server/messages.hpp"

#include <boost/json.hpp>

namespace parley::server {
namespace {

namespace json = boost::json;

error bad(std::string detail)
{
    return {errc::invalid_input, std::move(detail)};
}

result<std::optional<double>> read_number(const json::object& overrides, std::string_view key)
{
    const auto* value = overrides.if_contains(key);
    if (value == nullptr || value->is_null()) return std::optional<double>{};
    if (!value->is_number()) return bad("overrides." + std::string(key) + " must be a number");
    return std::optional<double>{value->to_number<double>()};
}

result<std::optional<bool>> read_flag(const json::object& overrides, std::string_view key)
{
    const auto* value = overrides.if_contains(key);
    if (value == nullptr || value->is_null()) return std::optional<bool>{};
    if (!value->is_bool()) return bad("overrides." + std::string(key) + " must be true or false");
    return std::optional<bool>{value->get_bool()};
}

result<std::optional<std::string>> read_text(const json::object& overrides, std::string_view key)
{
    const auto* value = overrides.if_contains(key);
    if (value == nullptr || value->is_null()) return std::optional<std::string>{};
    if (!value->is_string()) return bad("overrides." + std::string(key) + " must be a string");
    if (value->get_string().empty()) return std::optional<std::string>{};
    return std::optional<std::string>{std::string(value->get_string())};
}

result<void> read_retrieval_mode(const json::object& overrides, rag::question& asked)
{
    using retrieval::retrieval_mode;
    auto mode = read_text(overrides, "retrieval_mode");
    if (!mode) return mode.error();
    const auto name = mode->value_or("");
    if (name == "text")
        asked.mode = retrieval_mode::text;
    else if (name == "vectors")
        asked.mode = retrieval_mode::vectors;
    else if (name == "hybrid")
        asked.mode = retrieval_mode::hybrid;
    else if (!name.empty())
        return bad("overrides.retrieval_mode must be text, vectors or hybrid");

    auto embeddings = read_flag(overrides, "search_text_embeddings");
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
result<void> read_prompt(const json::object& overrides, const chat_limits& limits, rag::question& asked)
{
    constexpr std::string_view after = ">>>";
    auto text = read_text(overrides, "prompt_template");
    if (!text) return text.error();
    if (!*text) return {};
    if (limits.prompts == client_prompts::refuse)
        return bad(
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
result<void> check_others(const json::object& overrides)
{
    for (const auto* const key :
         {"semantic_ranker", "semantic_captions", "query_rewriting", "send_image_sources",
          "search_image_embeddings", "use_agentic_knowledgebase", "use_web_source", "use_sharepoint_source"})
        if (auto flag = read_flag(overrides, key); !flag) return flag.error();
    for (const auto* const key : {"reasoning_effort", "retrieval_reasoning_effort", "language"})
        if (auto text = read_text(overrides, key); !text) return text.error();
    // Only a ranking by a model has such scores, and there is none: the threshold holds nothing back.
    if (auto score = read_number(overrides, "minimum_reranker_score"); !score) return score.error();
    return {};
}

result<void> read_overrides(const json::object& overrides, const chat_limits& limits, rag::question& asked)
{
    auto top = read_number(overrides, "top");
    if (!top) return top.error();
    const auto wanted = top->value_or(static_cast<double>(limits.top_default));
    if (!(wanted >= 1 && wanted <= static_cast<double>(limits.top_max)))
        return bad("overrides.top must be from 1 to " + std::to_string(limits.top_max));
    asked.top = static_cast<std::size_t>(wanted);

    auto temperature = read_number(overrides, "temperature");
    if (!temperature) return temperature.error();
    if (*temperature && !(**temperature >= 0 && **temperature <= 2))
        return bad("overrides.temperature must be from 0 to 2");
    asked.temperature = *temperature;

    auto score_min = read_number(overrides, "minimum_search_score");
    if (!score_min) return score_min.error();
    asked.score_min = score_min->value_or(0);

    auto include = read_text(overrides, "include_category");
    if (!include) return include.error();
    asked.include_category = std::move(*include);
    auto exclude = read_text(overrides, "exclude_category");
    if (!exclude) return exclude.error();
    asked.exclude_category = std::move(*exclude);

    auto send = read_flag(overrides, "send_text_sources");
    if (!send) return send.error();
    if (!send->value_or(true)) asked.sources = rag::text_sources::omit;
    auto suggest = read_flag(overrides, "suggest_followup_questions");
    if (!suggest) return suggest.error();
    if (suggest->value_or(false)) asked.suggested = rag::follow_ups::asked;
    if (auto sound = check_others(overrides); !sound) return sound;
    auto show = read_flag(overrides, "show_process");
    if (!show) return show.error();
    asked.steps = limits.steps;
    if (*show) asked.steps = **show ? rag::process::shown : rag::process::hidden;
    if (auto prompt = read_prompt(overrides, limits, asked); !prompt) return prompt;
    return read_retrieval_mode(overrides, asked);
}

// `{}` also for null, as clients send it.
result<json::object> object_at(const json::object& parent, std::string_view key)
{
    const auto* value = parent.if_contains(key);
    if (value == nullptr || value->is_null()) return json::object{};
    if (!value->is_object()) return bad(std::string(key) + " must be an object");
    return value->get_object();
}

message_rules rules_of(dialect spoken)
{
    if (spoken == dialect::d) return {"input", message_rules::clients_prompt::may_be_there};
    if (spoken == dialect::c) return {"messages", message_rules::clients_prompt::may_be_there};
    return {};
}

}  // namespace

result<chat_request> parse_chat_request(const http::request& request, const chat_limits& limits)
{
    const auto read_body = read_json_object(request);
    if (!read_body) return read_body.error();
    const auto& body = *read_body;

    chat_request wanted;
    const auto spoken = dialect_of(request, body, limits.usual);
    if (!spoken) return spoken.error();
    wanted.spoken = *spoken;
    const auto rules = rules_of(*spoken);
    if (auto read = read_messages(body, rules, limits, wanted.asked); !read) return read.error();
    auto context = object_at(body, "context");
    if (!context) return context.error();
    auto overrides = object_at(*context, "overrides");
    if (!overrides) return overrides.error();
    if (auto read = read_overrides(*overrides, limits, wanted.asked); !read) return read.error();
    auto resumable = read_flag(*overrides, "resumable");
    if (!resumable) return resumable.error();
    if (resumable->value_or(false)) wanted.reader = reader_plan::may_come_back;

    const auto* state = body.if_contains(*spoken == dialect::c ? "sessionState" : "session_state");
    wanted.session_state = state == nullptr ? "null" : json::serialize(*state);
    return wanted;
}

}  // namespace parley::server
