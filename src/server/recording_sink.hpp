// Writes an answer into its visitor's history when it is complete, and passes on all that happens.
//
// What is not stored does not stop the answer: the log says so. The last event waits for the disk, so that an
// answer that was seen to its end is kept. Holds the answer and its sources while they come.
#pragma once

#include "rag/event.hpp"
#include "server/chat_request.hpp"
#include "server/dialect_a.hpp"
#include "server/history_services.hpp"

namespace parley::server {

// Where an answer goes in the history.
struct record {
    std::string visitor;
    std::string conversation;
    std::string run_id;
    std::string question;
};

class recording_sink final : public rag::event_sink, private rag::held_words {
public:
    // `to`, the keeper and the log outlive it. `lines` writes the context as the client gets it.
    recording_sink(rag::event_sink& to, record of, dialect_a lines, history::keeper& into, log_sink& log)
        : to_(to), of_(std::move(of)), lines_(std::move(lines)), into_(into), log_(log)
    {
    }

    asio::awaitable<result<void>> send(rag::event what) override;
    void watch(rag::held_words* words) override;

private:
    std::string release(deadline now) override;
    asio::awaitable<void> store(const rag::done_event& done);

    rag::event_sink& to_;
    record of_;
    dialect_a lines_;
    history::keeper& into_;
    log_sink& log_;
    rag::held_words* held_ = nullptr;
    rag::sources_event sources_;
    std::string text_;
};

// Where an answer's events go first.
inline rag::event_sink& first_of(recording_sink* recorder, rag::event_sink& sink)
{
    return recorder == nullptr ? sink : *recorder;
}

// A new conversation gets its name, which clients send back as their session state.
void name_conversation(const history_services& with, chat_request& wanted);

// Null when history is off, and for clients that have no cookie of ours or another kind of session state.
std::unique_ptr<recording_sink> make_recorder(const history_services& with, const http::request& request,
                                              const chat_request& wanted, rag::event_sink& to, log_sink& log);

}  // namespace parley::server
