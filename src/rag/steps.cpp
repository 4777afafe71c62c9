#include "rag/steps.hpp"

#include <cstdio>

namespace parley::rag {
namespace {

std::string in_milliseconds(std::chrono::microseconds time)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", static_cast<double>(time.count()) / 1000.0);
    return text;
}

std::string counted(std::size_t count, std::string_view noun)
{
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

thought describe_query(const retrieval::search_request& search, const question& asked)
{
    const bool has_borrowed = search.text != asked.text;
    return {"Prompt to generate search query",
            has_borrowed ? "Skipped: the words of the earlier question were added without a model."
                         : "Skipped: the question itself is the query."};
}

thought describe_search(const retrieval::search_request& search)
{
    thought step{"Search using generated search query", search.text, {{"top", std::to_string(search.top)}}};
    if (search.include_category) step.props.emplace_back("include_category", *search.include_category);
    if (search.exclude_category) step.props.emplace_back("exclude_category", *search.exclude_category);
    return step;
}

thought describe_results(const writing_task& task, dropped left_out, std::chrono::microseconds time)
{
    const auto count = task.passages.size() + left_out.passages;
    return {"Search results",
            counted(count, "passage") + " found",
            {{"count", std::to_string(count)}, {"elapsed_ms", in_milliseconds(time)}}};
}

thought describe_prompt(const writing_task& task, dropped left_out, std::string_view writer_name)
{
    thought step{"Prompt to generate answer",
                 "The question, " + counted(task.passages.size(), "source") + " and " +
                     counted(task.asked.history.size(), "earlier message"),
                 {{"model", std::string(writer_name)}}};
    if (left_out.passages + left_out.messages > 0)
        step.description += "; left out to stay within the limits: " + counted(left_out.passages, "source") +
                            " and " + counted(left_out.messages, "earlier message");
    return step;
}

}  // namespace

std::vector<thought> describe_steps(const retrieval::search_request& search, const writing_task& task,
                                    dropped left_out, std::chrono::microseconds search_time,
                                    std::string_view writer_name)
{
    return {describe_query(search, task.asked), describe_search(search),
            describe_results(task, left_out, search_time), describe_prompt(task, left_out, writer_name)};
}

}  // namespace parley::rag
