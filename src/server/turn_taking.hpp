// Answers that wait for their turn when more are asked for than may be written at once.
//
// Who waits is told the position, if the process is shown; a full queue and a wait that is too long are
// failures that name a time to come back. Whoever leaves gives the place up. Several who ask the same at a
// time are one where answers are shared: they take one place, that of the first, for as long as one of them
// reads.
#pragma once

#include "admission/shared_queue.hpp"
#include "http/message.hpp"
#include "rag/answer.hpp"
#include "server/answer_host.hpp"

namespace parley::server {

struct turn_taking {
    admission::shared_queue* queue = nullptr;  // thread-safe, outlives the routes; null: nobody waits
    std::chrono::seconds patience{60};         // in the queue
    answer_host* sharing = nullptr;            // outlives the routes; null: each question has its own answer
};

struct asker {
    std::string name;  // who takes turns with others
    deadline until;    // as the answer is to have begun
};

asker asker_of(const http::request& request);

// As rag::answer; `sink` is kept alive by the caller.
asio::awaitable<result<void>> answer_in_turn(turn_taking turns, rag::services with, asker by,
                                             rag::question asked, rag::event_sink& sink);

}  // namespace parley::server
