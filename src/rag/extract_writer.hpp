// The built-in answerer: quotes the sentences that answer, each with its citation.
//
// No language model and no network. What it says apart from quotes is in English.
#pragma once

#include "rag/writer.hpp"

namespace parley::rag {

// The last paragraph of each of its answers, and what a client may show about it.
inline constexpr std::string_view extracts_note =
    "These are extracts from the documents, not an answer by a language model.";

}  // namespace parley::rag
