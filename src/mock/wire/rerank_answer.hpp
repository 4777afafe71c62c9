// The answer to a request to rerank: the texts with words in common with the query first.
#pragma once

#include "mock/asked.hpp"

namespace parley::mock {

// Best first, each with a score from 0 to 1 that depends on nothing but its text and the query.
std::string rerank_answer(const asked& asking);

}  // namespace parley::mock
