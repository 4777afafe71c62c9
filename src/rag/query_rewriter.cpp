#include "rag/query_rewriter.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "openai/model_family.hpp"
#include "rag/follow_up.hpp"
#include "rag/prompt.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace parley::rag {
namespace {

namespace json = boost::json;

constexpr std::string_view tool_name = "search_sources";
constexpr std::string_view no_query = "0";
constexpr int output_tokens_max = 100;
constexpr int reasoning_tokens_max = 8192;
constexpr std::size_t transcript_tokens_max = 1500;
constexpr std::size_t text_bytes_max = 2000;  // of a message
constexpr std::size_t query_bytes_max = 1000;

constexpr std::string_view parameters =
    R"({"type":"object","properties":{"search_query":{"type":"string",)"
    R"("description":"The query, as one would type it into a search box"}},"required":["search_query"]})";

// Without `[citations]` and `<<follow-ups>>`, and on one line.
std::string plain(std::string_view text)
{
    std::string out;
    int depth = 0;
    for (const char c : text) {
        if (c == '[' || c == '<') ++depth;
        if (depth == 0) out += c == '\n' || c == '\r' ? ' ' : c;
        if ((c == ']' || c == '>') && depth > 0) --depth;
    }
    return depth == 0 ? out : std::string(text);
}

// What a query needs of a long text stands at its beginning.
std::string beginning_of(std::string_view text)
{
    return std::string(utf8::prefix(text, text_bytes_max));
}

std::string transcript(const std::vector<openai::message>& history)
{
    std::size_t tokens = 0;
    std::vector<std::string> lines;
    for (auto said = history.rbegin(); said != history.rend(); ++said) {
        lines.push_back(said->role + ": " + beginning_of(plain(said->content)) + "\n");
        tokens += estimated_tokens(lines.back());
        if (tokens > transcript_tokens_max) break;
    }
    std::string text;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) text += *line;
    if (!text.empty()) text.pop_back();  // the last line break
    return text;
}

bool is_query(std::string_view text)
{
    return !text.empty() && text != no_query && text.size() <= query_bytes_max;
}

std::optional<std::string> query_of(const openai::tool_call& call)
{
    if (call.name != tool_name) return std::nullopt;
    boost::system::error_code failed;
    const auto arguments = json::parse(call.arguments, failed);
    if (failed || !arguments.is_object()) return std::nullopt;
    const auto* query = arguments.get_object().if_contains("search_query");
    if (query == nullptr || !query->is_string()) return std::nullopt;
    const auto text = ascii::trimmed(query->get_string());
    return is_query(text) ? std::optional(std::string(text)) : std::nullopt;
}

// All pieces of an answer that is not streamed on, joined.
asio::awaitable<result<openai::chat_piece>> whole_answer(openai::chat_model& model,
                                                         openai::chat_request request, deadline until)
{
    auto words = co_await model.start(std::move(request), until);
    if (!words) co_return words.error();
    openai::chat_piece whole;
    for (;;) {
        auto next = co_await (*words)->next();
        if (!next) co_return next.error();
        if (!*next) co_return whole;
        whole.text += (*next)->text;
        std::ranges::move((*next)->tool_calls, std::back_inserter(whole.tool_calls));
        if ((*next)->used) whole.used = (*next)->used;
    }
}

}  // namespace

openai::chat_request rewrite_request(const question& asked, const std::string& model_name,
                                     const prompts& texts)
{
    const bool thinks = openai::is_reasoning_model(model_name);
    auto text = texts.query.render({{"question", beginning_of(asked.text)},
                                    {"has_conversation", !asked.history.empty()},
                                    {"conversation", transcript(asked.history)}});

    openai::chat_request request;
    request.model = model_name;
    request.messages.push_back({"system", std::move(text)});
    request.tools.push_back({.name = std::string(tool_name),
                             .description = "Finds the passages of the documents that answer a question",
                             .parameters = std::string(parameters)});
    request.use_tools = openai::tool_use::automatic;
    request.output_tokens_max = thinks ? reasoning_tokens_max : output_tokens_max;
    if (thinks) request.limit_name = openai::output_limit::max_completion_tokens;
    if (thinks) request.reasoning.effort = "low";
    if (!thinks) request.temperature = 0;
    request.how = openai::delivery::whole;
    return request;
}

std::optional<std::string> query_in(const std::vector<openai::tool_call>& calls, std::string_view text)
{
    for (const auto& call : calls)
        if (auto query = query_of(call)) return query;
    const auto said = ascii::trimmed(text);
    return is_query(said) ? std::optional(std::string(said)) : std::nullopt;
}

bool query_rewriter::will_ask(const question& asked) const
{
    return when_ == rewriting::always || (when_ == rewriting::follow_ups && !asked.history.empty());
}

asio::awaitable<result<search_query>> query_rewriter::rewrite(const question& asked, deadline until)
{
    search_query made{retrieval_query(asked)};
    if (!will_ask(asked)) co_return made;
    auto request = rewrite_request(asked, model_name_, texts_);
    const auto in_time = std::min(until, deadline_after(rewrite_time_max));
    const auto answer = co_await whole_answer(model_, std::move(request), in_time);
    if (!answer && answer.error().code == errc::cancelled) co_return answer.error();
    made.from = answer ? search_query::origin::no_query : search_query::origin::failed;
    if (!answer) co_return made;
    made.used = answer->used;
    if (auto query = query_in(answer->tool_calls, answer->text)) {
        made.text = *std::move(query);
        made.from = search_query::origin::model;
    }
    co_return made;
}

}  // namespace parley::rag
