// The vector of a search query, from the model that made those of the passages.
//
// Bounded in time: a model that is down or slow costs an answer `patience` and nothing else.
#pragma once

#include "base/log.hpp"
#include "openai/embeddings.hpp"

namespace parley::rag {

class query_embedder {
public:
    // All outlive it. The log hears why there is no vector; it never hears the query.
    query_embedder(openai::embedding_model& model, std::string model_name, std::chrono::seconds patience,
                   log_sink& log)
        : model_(model), model_name_(std::move(model_name)), patience_(patience), log_(log)
    {
    }

    const std::string& model_name() const { return model_name_; }

    // Of length one. Nothing when the model fails, is slow, or gives vectors that do not have `dimensions`.
    // errc::cancelled, and no other error.
    asio::awaitable<result<std::optional<std::vector<float>>>> embed(std::string query,
                                                                     std::size_t dimensions, deadline until);

private:
    void tell(const error& failed) const;

    openai::embedding_model& model_;
    std::string model_name_;
    std::chrono::seconds patience_;
    log_sink& log_;
};

}  // namespace parley::rag
