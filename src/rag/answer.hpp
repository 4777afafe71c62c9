// One question, answered: retrieve, write, check citations, stream. The same for serve and ask.
#pragma once

#include "rag/event.hpp"
#include "rag/prompt.hpp"
#include "rag/query_embedder.hpp"
#include "rag/query_rewriter.hpp"
#include "rag/reranker.hpp"
#include "rag/writer.hpp"
#include "retrieval/retriever.hpp"

#include <cstddef>

namespace parley::rag {

// Far more than a model writes when it is well: what gathers an answer need not fear for its memory.
inline constexpr std::size_t answer_bytes_max = std::size_t{1} << 20U;

// What an answer needs; the makers stay outside. Everything outlives the answer.
struct services {
    retrieval::retriever& find;
    writer& write;
    query_rewriter* rewrite = nullptr;  // null: what a follow-up leans on is found by rules
    query_embedder* embed = nullptr;    // null: passages are found by words only
    reranker* rank = nullptr;           // null: passages stand as they were found
    prompt_budget budget = {};
};

// Sends sources as soon as retrieval is done and before the model is asked, then deltas, then done. The sink
// decides how long it holds the sources back, so that a model that says no at once can still become a status.
// An error is returned: the caller ends the stream with it. `until` bounds everything before the first piece
// of the answer. errc::too_large when the answer is longer than `answer_bytes_max`: what was sent until then
// stays, and the model is told to stop.
asio::awaitable<result<void>> answer(services with, question asked, event_sink& sink, deadline until);

}  // namespace parley::rag
