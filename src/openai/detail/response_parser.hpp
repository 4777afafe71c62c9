// Reads one event of a Responses stream, or a whole response, with simdjson.
//
// As tolerant as the parser of chat completions: only what is no JSON object is refused here. What an event
// means is the decoder's business. Not thread-safe: one per loop is shared by its decoders, for its memory.
#pragma once

#include "openai/chat_piece.hpp"
#include "openai/detail/problem.hpp"

#include <memory>
#include <string_view>

namespace parley::openai {

struct output_item {
    std::string type = {};  // message, function_call, reasoning, ...: an open set
    std::string text = {};  // the parts of a message, joined
    bool refusal = false;   // `text` is one
    tool_call call = {};
    std::string reasoning = {};
    sealed_reasoning sealed = {};
    std::vector<citation> citations = {};
};

// The response object, as far as it is used here.
struct response_state {
    answer_origin origin = {};
    std::string status = {};
    std::string incomplete_reason = {};
    std::vector<output_item> output = {};
    std::optional<usage> used = {};
    std::optional<refusal_facts> refused = {};
    std::vector<filter_finding> findings = {};
};

// All that any of the events holds; what it does not hold is empty.
struct response_event {
    std::string type = {};
    std::string delta = {};
    std::string text = {};  // of an event that ends a part: all of it
    std::string arguments = {};
    std::optional<std::int64_t> output_index = {};
    std::optional<output_item> item = {};
    std::optional<citation> cited = {};
    std::optional<response_state> response = {};
    std::optional<refusal_facts> refused = {};  // of both shapes of error events
};

class response_parser {
public:
    response_parser();
    ~response_parser();

    // The event is valid until the next call and may be taken apart. At least 64 bytes behind `json` must be
    // readable.
    result<response_event*> read(std::string_view json);

    // A response that was not streamed.
    result<response_state> read_whole(std::string_view json);

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace parley::openai
