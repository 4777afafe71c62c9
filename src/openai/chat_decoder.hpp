// The bytes of a streamed chat completion, decoded. No I/O: bytes in, pieces out.
//
// A stream is complete when a finish reason was seen for every choice that had begun, with or without
// `[DONE]`; otherwise it ended early. Only the first choice is given.
#pragma once

#include "openai/detail/answer_decoder.hpp"
#include "openai/detail/chunk_parser.hpp"

namespace parley::openai {

class chat_decoder final : public answer_decoder {
public:
    // `parser` outlives the decoder and may be shared by the decoders of a loop.
    explicit chat_decoder(chunk_parser& parser) : parser_(parser) {}

    const answer_origin& origin() const override { return progress_.origin; }
    const std::optional<refusal_facts>& refused() const override { return progress_.refused; }

private:
    result<after_event> take(std::string_view data, chat_piece& piece) override;
    bool is_complete() const override { return progress_.is_complete(); }

    chunk_parser& parser_;
    chat_progress progress_;
};

// A completion that was not streamed. At least 64 bytes behind `json` must be readable.
result<whole_answer> read_completion(chunk_parser& parser, std::string_view json);

}  // namespace parley::openai
