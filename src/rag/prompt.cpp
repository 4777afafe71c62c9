#include "rag/prompt.hpp"

#include "rag/citation_index.hpp"

#include <algorithm>

namespace parley::rag {
namespace {

constexpr std::size_t tokens_per_message = 4;  // for its role and its ends

std::size_t drop_passages(std::vector<retrieval::passage>& passages, const prompt_budget& budget)
{
    if (passages.empty()) return 0;
    auto& best = passages.front();
    best.text = budget.counted_by.prefix(best.text, budget.source_tokens_max);

    std::size_t tokens = budget.counted_by.count(best.text);
    std::size_t kept = 1;
    for (; kept < passages.size(); ++kept) {
        tokens += budget.counted_by.count(passages[kept].text);
        if (tokens > budget.source_tokens_max) break;
    }
    const auto count = passages.size() - kept;
    passages.resize(kept);
    return count;
}

// Keeps the newest turns that fit, beginning with what the user said.
std::size_t drop_messages(std::vector<openai::message>& history, const prompt_budget& budget)
{
    auto begin = history.end();
    for (std::size_t tokens = 0; begin != history.begin(); --begin) {
        tokens += budget.counted_by.count((begin - 1)->content) + tokens_per_message;
        if (tokens > budget.history_tokens_max) break;
    }
    begin = std::find_if(begin, history.end(), [](const auto& said) { return said.role == "user"; });
    const auto count = begin - history.begin();
    history.erase(history.begin(), begin);
    return static_cast<std::size_t>(count);
}

std::string rules_text(const writing_task& task, const prompts& texts, grounding how)
{
    const auto& wished = task.asked.prompt;
    if (wished && wished->where == client_prompt::place::instead) return wished->text;
    const citation_index named(task.passages);
    std::vector<std::string> citations(named.citations().begin(), named.citations().end());
    auto text = texts.answer.render({{"open", how == grounding::open},
                                     {"has_sources", !task.passages.empty()},
                                     {"citations", std::move(citations)}});
    if (wished) text.append("\n").append(wished->text);
    return text;
}

std::string system_text(const writing_task& task, const prompts& texts, grounding how)
{
    auto text = rules_text(task, texts, how);
    if (task.asked.suggested == follow_ups::asked) text.append("\n").append(texts.suggestions.render({}));
    return text;
}

// A source could else have a model repeat a question that is then offered to the reader.
void part_suggestion_marks(std::string& text)
{
    for (const std::string_view mark : {"<<", ">>"})
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1))
            text.insert(at + 1, " ");
}

std::string user_text(const writing_task& task, const prompts& texts)
{
    std::vector<std::string> sources;
    for (const auto& source : task.passages) append_source_text(sources.emplace_back(), source);
    if (task.asked.suggested == follow_ups::asked) std::ranges::for_each(sources, part_suggestion_marks);
    return texts.question.render({{"question", task.asked.text},
                                  {"has_sources", !task.passages.empty()},
                                  {"sources", std::move(sources)}});
}

}  // namespace

dropped fit(writing_task& task, const prompt_budget& budget)
{
    return {drop_passages(task.passages, budget), drop_messages(task.asked.history, budget)};
}

std::vector<openai::message> make_prompt(const writing_task& task, const prompts& texts, grounding how)
{
    std::vector<openai::message> messages;
    messages.reserve(task.asked.history.size() + 2);
    messages.push_back({"system", system_text(task, texts, how)});
    messages.insert(messages.end(), task.asked.history.begin(), task.asked.history.end());
    messages.push_back({"user", user_text(task, texts)});
    return messages;
}

void append_source_text(std::string& out, const retrieval::passage& source)
{
    constexpr std::string_view mark = ":::";
    constexpr std::string_view harmless = "&#58;&#58;&#58;";

    const std::string_view text = source.text;
    out.append(source.citation).append(": ");
    const auto begin = out.size();
    for (std::size_t at = 0; at < text.size();) {
        const auto found = std::min(text.find(mark, at), text.size());
        out.append(text.substr(at, found - at));
        if (found < text.size()) out.append(harmless);
        at = found + mark.size();
    }
    std::transform(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
                   out.begin() + static_cast<std::ptrdiff_t>(begin),
                   [](char c) { return c == '\n' || c == '\r' ? ' ' : c; });
}

}  // namespace parley::rag
