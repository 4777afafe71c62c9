// One question, answered: retrieve, write, check citations, stream. The same for serve and ask.
#pragma once

#include "rag/event.hpp"
#include "rag/writer.hpp"
#include "retrieval/retriever.hpp"

namespace parley::rag {

// What an answer needs; the makers stay outside. Everything outlives the answer.
struct services {
    retrieval::retriever& find;
    writer& write;
};

// Sends sources as soon as retrieval is done and before the model is asked, then deltas, then done. The sink
// decides how long it holds the sources back, so that a model that says no at once can still become a status.
// An error is returned: the caller ends the stream with it. `until` bounds everything before the first piece
// of the answer.
asio::awaitable<result<void>> answer(services with, question asked, event_sink& sink, deadline until);

}  // namespace parley::rag
