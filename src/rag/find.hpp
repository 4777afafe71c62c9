// The passages that an answer may draw on: searched for, ranked again where a model can, held against the
// thresholds, cut to the number that was asked for. In this order: a threshold is of the score it is named
// after.
#pragma once

#include "rag/answer.hpp"
#include "rag/progress.hpp"
#include "rag/search_plan.hpp"

namespace parley::rag {

struct findings {
    search_report how;
    std::vector<retrieval::passage> passages;
};

asio::awaitable<result<findings>> find_passages(services with, const question& asked, std::string query,
                                                progress& steps, deadline until);

}  // namespace parley::rag
