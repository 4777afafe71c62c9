// How well each of several texts answers a query, by a model that reads both together: `/rerank`, as vLLM,
// llama.cpp, Jina, Cohere and their kin serve it.
//
// Scores are from 0 to 1. Servers that send logits, as llama.cpp does for some models, are told by a score
// outside that range; the logistic function then maps them. A text without a score, one with two, and a score
// that is no number are errc::malformed: half a ranking is none.
#pragma once

#include "http/client.hpp"
#include "openai/endpoint.hpp"

namespace parley::openai {

struct rerank_request {
    std::string model;
    std::string query;
    std::vector<std::string> texts;
};

class rerank_model {
public:
    virtual ~rerank_model() = default;
    // One score for each text, in their order. Nothing is sent when there are no texts.
    virtual asio::awaitable<result<std::vector<double>>> score(rerank_request request, deadline until) = 0;
};

// `client` outlives the model; both belong to one loop.
std::unique_ptr<rerank_model> connect_reranking(http::client& client, endpoint where);

}  // namespace parley::openai
