// Reads one chunk of a streamed chat completion, or a whole completion, with simdjson.
//
// Tolerant of everything servers are known to leave out, add or set to null; only what is no JSON object
// or names an `error` is refused. Not thread-safe: one per loop is shared by its decoders, for its memory.
#pragma once

#include "openai/chat.hpp"

namespace parley::openai {

class chunk_parser {
public:
    chunk_parser();
    ~chunk_parser();

    // Adds to `piece` what the chunk says. At least 64 bytes behind `json` must be readable.
    result<void> read(std::string_view json, chat_piece& piece);

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace parley::openai
