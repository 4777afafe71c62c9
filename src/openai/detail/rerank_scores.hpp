// Reads the answer to a request to rerank. No I/O.
//
// A list of {index, relevance_score}, in any order, under `results` (vLLM, llama.cpp, Jina, Cohere), under
// `data` (Voyage, Mixedbread) or bare (Text Embeddings Inference); some call the score `score`.
#pragma once

#include "base/error.hpp"

#include <string_view>
#include <vector>

namespace parley::openai {

// One score for each of `count` texts, by index, from 0 to 1. Anything else is errc::malformed.
result<std::vector<double>> read_rerank_scores(std::string_view body, std::size_t count);

}  // namespace parley::openai
