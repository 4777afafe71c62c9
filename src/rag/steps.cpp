#include "rag/steps.hpp"

#include <cmath>

namespace parley::rag {
namespace {

// With one decimal.
double in_milliseconds(std::chrono::microseconds time)
{
    return std::round(static_cast<double>(time.count()) / 100.0) / 10.0;
}

std::string counted(std::size_t count, std::string_view noun)
{
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string query_description(const search_query& query, const question& asked)
{
    using origin = search_query::origin;
    switch (query.from) {
        case origin::model:
            return "The question and " + counted(asked.history.size(), "earlier message");
        case origin::no_query:
            return "The model found nothing to search for: the question itself is the query.";
        case origin::failed:
            return "Failed: the question itself is the query.";
        case origin::question:
            break;
    }
    return query.text == asked.text
               ? "Skipped: the question itself is the query."
               : "Skipped: the words of the earlier question were added without a model.";
}

thought describe_query(const search_query& query, const question& asked, std::string_view writer_name)
{
    thought step{"Prompt to generate search query", query_description(query, asked)};
    if (query.from != search_query::origin::question) step.props = {{"model", std::string(writer_name)}};
    step.used = query.used;
    return step;
}

std::string in_quotes(std::string_view text)
{
    std::string out = "'";
    for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
    return out + "'";
}

// To read, not to run: the search gets the categories themselves.
thought_value filter_of(const retrieval::search_request& search)
{
    std::string text;
    if (search.include_category) text += "category eq " + in_quotes(*search.include_category);
    if (search.exclude_category)
        text += (text.empty() ? "" : " and ") + ("category ne " + in_quotes(*search.exclude_category));
    if (search.include_documents) {
        std::string names;
        for (const auto& name : *search.include_documents)
            names += (names.empty() ? "" : ", ") + in_quotes(name);
        text += (text.empty() ? "" : " and ") + ("document in (" + names + ")");
    }
    if (text.empty()) return {};
    return text;
}

// The names are those of Azure AI Search, which clients look for; what only that has is false here.
thought describe_search(const search_query& query, const search_report& how, const question& asked)
{
    using retrieval::retrieval_mode;
    const auto& search = how.plan.request;
    const bool by_vector = search.mode != retrieval_mode::text;
    thought step{"Search using generated search query",
                 search.text,
                 {{"use_semantic_captions", false},
                  {"use_semantic_ranker", how.ranked == reranking::done},
                  {"use_query_rewriting", query.from == search_query::origin::model},
                  {"top", static_cast<std::int64_t>(asked.top)},
                  {"filter", filter_of(search)},
                  {"use_query_source_authorization", false},
                  {"use_vector_search", by_vector},
                  {"use_text_search", search.mode != retrieval_mode::vectors},
                  {"search_text_embeddings", by_vector},
                  {"search_image_embeddings", false}}};
    if (const auto why = reason_without_vectors(how.plan); !why.empty())
        step.props.emplace_back("vector_search_note", std::string(why));
    if (const auto why = reason_without_ranking(how.ranked); !why.empty())
        step.props.emplace_back("semantic_ranker_note", std::string(why));
    return step;
}

thought describe_results(const writing_task& task, dropped left_out, std::chrono::microseconds time)
{
    const auto count = task.passages.size() + left_out.passages;
    return {"Search results",
            counted(count, "passage") + " found",
            {{"count", static_cast<std::int64_t>(count)}, {"elapsed_ms", in_milliseconds(time)}}};
}

thought describe_prompt(const writing_task& task, dropped left_out, const prompt_budget& budget,
                        std::string_view writer_name)
{
    thought step{
        "Prompt to generate answer",
        "The question, " + counted(task.passages.size(), "source") + " and " +
            counted(task.asked.history.size(), "earlier message"),
        {{"model", std::string(writer_name)}, {"tokens_counted_by", std::string(budget.counted_by.name())}}};
    if (left_out.passages + left_out.messages > 0)
        step.description += "; left out to stay within the limits: " + counted(left_out.passages, "source") +
                            " and " + counted(left_out.messages, "earlier message");
    return step;
}

}  // namespace

std::vector<thought> describe_steps(const search_query& query, const search_report& search,
                                    const writing_task& task, dropped left_out, const prompt_budget& budget,
                                    std::string_view writer_name)
{
    return {describe_query(query, task.asked, writer_name), describe_search(query, search, task.asked),
            describe_results(task, left_out, search.time),
            describe_prompt(task, left_out, budget, writer_name)};
}

}  // namespace parley::rag
