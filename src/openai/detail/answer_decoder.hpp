// The bytes of a streamed answer, decoded, whichever API it is in. No I/O: bytes in, pieces out.
//
// Whatever arrives with one call is joined into one piece. An answer that ends before it is complete is
// errc::closed. What came before a failure is given first.
#pragma once

#include "base/error.hpp"
#include "openai/chat_piece.hpp"
#include "openai/detail/problem.hpp"
#include "sse/event_reader.hpp"

namespace parley::openai {

constexpr std::size_t event_bytes_max = 16 * 1024 * 1024;

class answer_decoder {
public:
    virtual ~answer_decoder() = default;

    // What came with `bytes`; empty when that was no more than part of an event.
    chat_piece feed(std::string_view bytes);

    // The stream has ended: what was left, and whether it was complete.
    chat_piece finish();

    // No more pieces come: the end was seen, or the stream has ended, failed or told of a refusal.
    bool done() const { return done_; }
    const std::optional<error>& failure() const { return failure_; }

    // What the service says in place of an answer: whoever knows how it was asked describes it.
    virtual const std::optional<refusal_facts>& refused() const = 0;
    virtual const answer_origin& origin() const = 0;

protected:
    answer_decoder() : reader_(event_bytes_max) {}

    // Whether more may follow.
    enum class after_event { more, end };
    virtual result<after_event> take(std::string_view data, chat_piece& piece) = 0;

    // Whether the model has said how the answer ended, after which nothing of it can be missing.
    virtual bool is_complete() const = 0;

private:
    void take_events(chat_piece& piece);
    void take_event(const sse::event& event, chat_piece& piece);
    void end(std::string_view why_incomplete);
    void fail(error why);

    sse::event_reader reader_;
    bool done_ = false;
    std::optional<error> failure_;
};

// An answer that was not streamed.
struct whole_answer {
    chat_piece piece = {};
    std::optional<refusal_facts> refused = {};  // then the rest says nothing
    answer_origin origin = {};
};

}  // namespace parley::openai
