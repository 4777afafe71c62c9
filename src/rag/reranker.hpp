// Ranks what was found anew, by a model that reads the query and each passage together.
//
// Bounded in time: with a model that is down, slow or talks nonsense the order stays as it was, and an answer
// has lost `patience` at most.
#pragma once

#include "base/log.hpp"
#include "openai/rerank.hpp"
#include "retrieval/passage.hpp"

namespace parley::rag {

// How the passages of an answer were ranked again, or why they were not.
enum class reranking {
    done,
    unwanted,  // by the question, or there was nothing to rank
    no_model,  // nobody is there who could
    failed,    // the model gave no scores in time
};

// Why what was to be ranked again was not; empty when there is nothing to say.
std::string_view reason_without_ranking(reranking how);

// Clients' thresholds are for scores up to this, whatever the model's own are.
inline constexpr double reranker_score_max = 4;

class reranker {
public:
    struct limits {
        std::size_t candidates = 30;  // of the search, at least as many as an answer draws on
        std::chrono::seconds patience{5};
    };

    // All outlive it. The log hears why there are no scores; it never hears the query.
    reranker(openai::rerank_model& model, std::string model_name, limits bounds, log_sink& log)
        : model_(model), model_name_(std::move(model_name)), bounds_(bounds), log_(log)
    {
    }

    std::size_t candidates() const { return bounds_.candidates; }

    // Best first, each with its score; equal ones stay as they were. `done` or `failed`; errc::cancelled, and
    // no other error.
    asio::awaitable<result<reranking>> rank(std::string_view query, std::vector<retrieval::passage>& found,
                                            deadline until);

private:
    openai::rerank_model& model_;
    std::string model_name_;
    limits bounds_;
    log_sink& log_;
};

}  // namespace parley::rag
