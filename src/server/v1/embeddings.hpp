// POST /v1/embeddings: the model that makes the documents' vectors, for OpenAI's clients, with our login.
#pragma once

#include "base/log.hpp"
#include "http/exchange.hpp"
#include "openai/embeddings.hpp"
#include "server/v1/embeddings_request.hpp"

#include <memory>

namespace parley::server::v1 {

struct embedding_service {
    openai::embedding_model* model = nullptr;  // null: none is configured
    std::string name = {};
};

// What the requests of one loop share.
struct embedding_load {
    std::size_t at_work = 0;
    std::size_t vector_length = embeddings_limits().vector_length;  // as the model made them last, unasked
};

constexpr std::size_t embeddings_at_once_max = 4;  // of one loop

// errc::not_found without a model, naming the setting, and for any other name than the model's;
// errc::upstream_busy while others are at work.
asio::awaitable<result<void>> embed(const embedding_service& with, std::shared_ptr<embedding_load> load,
                                    const http::request& request, http::exchange& out);

}  // namespace parley::server::v1
