// Dialect A: events as NDJSON lines for /chat/stream, and as one object for /chat.
//
// Implements docs/protocol.md. Pure: events in, text out. A line's number rises by one from 0.
#pragma once

#include "rag/question.hpp"
#include "server/answer_format.hpp"

#include <cstdint>

namespace parley::server {

class dialect_a final : public answer_format {
public:
    dialect_a(std::string session_state, rag::text_sources texts, std::string run_id,
              rag::follow_ups suggested = rag::follow_ups::unasked)
        : session_state_(std::move(session_state)),
          texts_(texts),
          run_id_(std::move(run_id)),
          suggested_(suggested)
    {
    }

    void append_sources(std::string& out, const rag::sources_event& sources) override;
    void append_delta(std::string& out, std::string_view text) override;
    void append_process(std::string& out, const rag::process_event& what) override;

    // The closing context; before it a note when the model did not end the answer by itself.
    void append_done(std::string& out, const rag::done_event& done) override;

    void append_error(std::string& out, const error& problem, std::string_view request_id) override;

    std::string_view media_type() const override { return "application/json-lines"; }
    std::string_view heartbeat() const override { return "\n"; }

    // What has ended is told once more in the closing context, or in the only one.
    void remember(const rag::process_event& what);

    // What came with a whole answer: sources, thoughts and how it ended.
    std::string context(const rag::sources_event& sources, const rag::done_event& done) const;

    std::string whole(std::string_view text, const rag::sources_event& sources,
                      const rag::done_event& done) override;

private:
    std::string session_state_;  // JSON text
    rag::text_sources texts_;
    std::string run_id_;
    rag::follow_ups suggested_;
    std::int64_t next_number_ = 0;
    std::string thoughts_ = "[]";  // JSON: repeated in the last context, with the usage
    std::string process_;          // JSON values with commas between them
};

// The sentence a reader sees under an answer that the model did not end by itself; empty after "stop".
std::string_view cut_note(std::string_view finish_reason);

// An answer with that sentence below it, if there is one.
std::string with_cut_note(std::string answer, std::string_view finish_reason);

}  // namespace parley::server
