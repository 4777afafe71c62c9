// Texts to vectors: in requests of a size that hosts take, a bounded number of them at a time.
//
// Vectors come in the order of the texts, all of one length and without NaN or infinity; anything else is
// errc::malformed. Base64 is asked for, at a quarter of the size, and plain numbers of hosts that refuse it.
// Not done: cutting a text that is too long for the model (errc::too_large).
#pragma once

#include "http/client.hpp"
#include "openai/endpoint.hpp"

#include <cstdint>

namespace parley::openai {

struct embedding_request {
    std::string model;
    std::vector<std::string> texts;      // UTF-8, none of them empty
    std::optional<int> dimensions = {};  // fewer than the model's own, where it can
};

struct embeddings {
    std::vector<std::vector<float>> vectors;
    std::int64_t prompt_tokens = 0;
};

class embedding_model {
public:
    virtual ~embedding_model() = default;
    // All or nothing; the first failure stops the rest. errc::invalid_input before anything is sent.
    virtual asio::awaitable<result<embeddings>> embed(embedding_request request, deadline until) = 0;
};

struct embedding_limits {
    std::size_t texts_per_request_max = 128;       // hosts take 2048; more do not come faster
    std::size_t tokens_per_request_max = 100'000;  // by estimate; hosts take 300,000
    std::size_t requests_in_flight_max = 8;        // of one call of `embed`
};

// `client` outlives the model; both belong to one loop.
std::unique_ptr<embedding_model> connect_embeddings(http::client& client, endpoint where,
                                                    embedding_limits limits = {});

// Several hosts of the same model, the preferred one first: their vectors must be comparable.
std::unique_ptr<embedding_model> connect_embeddings(http::client& client, std::vector<endpoint> in_order,
                                                    embedding_limits limits = {});

}  // namespace parley::openai
