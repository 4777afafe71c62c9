// Reads one chunk of a streamed chat completion, or a whole completion, with simdjson.
//
// Tolerant of everything servers are known to leave out, add or set to null; only what is no JSON object is
// refused. Not thread-safe: one per loop is shared by its decoders, for its memory.
#pragma once

#include "openai/chat_piece.hpp"
#include "openai/detail/known_findings.hpp"
#include "openai/detail/problem.hpp"
#include "openai/detail/tool_call_collector.hpp"

#include <bitset>
#include <memory>
#include <string_view>

namespace parley::openai {

// What has to be remembered of an answer between its chunks.
struct chat_progress {
    static constexpr std::size_t choices_max = 128;  // the largest `n` of the published schema

    answer_origin origin = {};
    tool_call_collector calls = {};
    known_findings findings = {};
    std::bitset<choices_max> begun = {};  // choices, by their index
    std::bitset<choices_max> finished = {};
    std::optional<refusal_facts> refused = {};  // the service says in a chunk that there is no answer

    // Only the first choice is for the caller, but none may be missing its end.
    bool is_complete() const { return finished[0] && begun == finished; }
};

class chunk_parser {
public:
    chunk_parser();
    ~chunk_parser();

    // Adds to `piece` what the chunk says. At least 64 bytes behind `json` must be readable.
    result<void> read(std::string_view json, chat_progress& progress, chat_piece& piece);

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace parley::openai
