// The answer to a request for embeddings: vectors as floats or as base64, with what goes wrong in them.
#pragma once

#include "mock/asked.hpp"
#include "mock/reply.hpp"

namespace parley::mock {

// `given` vectors stand for the inputs in their order; the rest is made from the texts, `dimensions` long
// when neither request nor model says how long.
std::string embedding_answer(const asked& asking, const reply& answer, const embedding_reply& given,
                             std::size_t dimensions);

}  // namespace parley::mock
