// The bytes of a streamed response (Responses API), decoded. No I/O: bytes in, pieces out.
//
// A stream is complete when its terminal event was seen; otherwise it ended early. Events between may be
// missing: whatever they left out is taken from those that repeat it. How the answer ended is told in the
// words of Chat Completions. Unknown events are ignored.
#pragma once

#include "openai/detail/answer_decoder.hpp"
#include "openai/detail/response_parser.hpp"
#include "openai/detail/response_progress.hpp"

namespace parley::openai {

class responses_decoder final : public answer_decoder {
public:
    // `parser` outlives the decoder and may be shared by the decoders of a loop.
    explicit responses_decoder(response_parser& parser) : parser_(parser) {}

    const answer_origin& origin() const override { return progress_.origin(); }
    const std::optional<refusal_facts>& refused() const override { return progress_.refused(); }

private:
    result<after_event> take(std::string_view data, chat_piece& piece) override;
    bool is_complete() const override { return progress_.is_complete(); }

    response_parser& parser_;
    response_progress progress_;
};

// A response that was not streamed. At least 64 bytes behind `json` must be readable.
result<whole_answer> read_response(response_parser& parser, std::string_view json);

}  // namespace parley::openai
