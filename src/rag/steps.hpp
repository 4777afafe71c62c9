// The steps of one answer as a reader may see them: titles, counts and times, no prompts and no passages.
#pragma once

#include "rag/event.hpp"
#include "rag/prompt.hpp"
#include "rag/query_rewriter.hpp"
#include "rag/search_plan.hpp"

#include <chrono>

namespace parley::rag {

class step_clock {
public:
    step_clock() = default;
    explicit step_clock(std::chrono::steady_clock::time_point begin) : begin_(begin) {}

    std::chrono::microseconds elapsed() const
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                     begin_);
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

// Four steps; clients know them by title and position (docs/protocol.md).
std::vector<thought> describe_steps(const search_query& query, const search_report& search,
                                    const writing_task& task, dropped left_out, const prompt_budget& budget,
                                    std::string_view writer_name);

}  // namespace parley::rag
