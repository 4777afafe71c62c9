// The bytes of a streamed chat completion, decoded. No I/O: bytes in, pieces out.
//
// Whatever arrives with one call is joined into one piece. A stream is complete when a finish reason was
// seen, with or without `[DONE]`; otherwise it ended early, which is errc::closed. What came before a
// failure is given first.
#pragma once

#include "openai/detail/chunk_parser.hpp"
#include "sse/event_reader.hpp"

namespace parley::openai {

constexpr std::size_t event_bytes_max = 16 * 1024 * 1024;

class chat_decoder {
public:
    // `parser` outlives the decoder and may be shared by the decoders of a loop.
    explicit chat_decoder(chunk_parser& parser) : parser_(parser), reader_(event_bytes_max) {}

    // What came with `bytes`; empty when that was no more than part of an event.
    chat_piece feed(std::string_view bytes);

    // The stream has ended: what was left, and whether it was complete.
    chat_piece finish();

    // No more pieces come: `[DONE]` was seen, or the stream has ended or failed.
    bool done() const { return done_; }
    const std::optional<error>& failure() const { return failure_; }

    // Whether the model has said why it stopped, after which nothing of the answer can be missing.
    bool finished() const { return finished_; }

private:
    void take_events(chat_piece& piece);
    void take(const sse::event& event, chat_piece& piece);
    void fail(error why);

    chunk_parser& parser_;
    sse::event_reader reader_;
    bool finished_ = false;
    bool done_ = false;
    std::optional<error> failure_;
};

// Whether a piece tells its reader anything.
bool is_empty(const chat_piece& piece);

}  // namespace parley::openai
