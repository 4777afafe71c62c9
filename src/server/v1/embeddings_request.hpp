// From the body of POST /v1/embeddings to texts for the embedding model.
//
// Implements OpenAI's Embeddings for texts. Tokens are refused: they mean something to one vocabulary only.
#pragma once

#include "http/message.hpp"
#include "openai/embeddings.hpp"
#include "openai/vector_json.hpp"

namespace parley::server::v1 {

struct embeddings_limits {
    std::size_t texts_max = 2048;  // as the service has it
    std::size_t text_bytes_max = 64 * 1024;
    std::size_t numbers_max = 2048 * 1536;  // in all vectors of one answer
    std::size_t vector_length = 1024;       // of a request that names no dimensions
};

struct embeddings_request {
    openai::embedding_request texts;  // `model` as named by the client
    openai::vector_form as = openai::vector_form::floats;
};

// errc::invalid_input and errc::too_large name the member.
result<embeddings_request> parse_embeddings_request(const http::request& request,
                                                    const embeddings_limits& limits = {});

}  // namespace parley::server::v1
