// What a model answers, whichever API carries it: pieces of a stream, or one piece that is the whole.
#pragma once

#include "openai/chat_request.hpp"

namespace parley::openai {

struct usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::int64_t total_tokens = 0;
    std::optional<std::int64_t> reasoning_tokens = {};  // of the completion
    std::optional<std::int64_t> cached_tokens = {};     // of the prompt
};

// What a content filter found. Only what is worth telling: filtered, detected, or more severe than `safe`.
struct filter_finding {
    enum class place { prompt, answer } where = place::answer;
    std::string category = {};  // hate, self_harm, sexual, violence, jailbreak, ...: an open set
    std::string severity = {};  // low, medium, high; empty for categories without
    bool filtered = false;      // the text was withheld
    bool detected = false;

    bool operator==(const filter_finding&) const = default;
};

// Where a sentence of the answer comes from, as the service's own search tells it.
struct citation {
    std::string kind = {};  // url_citation, file_citation, ...: an open set
    std::string url = {};
    std::string title = {};
    std::string file_id = {};
    std::string file_name = {};
    std::optional<std::int64_t> begin = {};  // characters of the text
    std::optional<std::int64_t> end = {};
};

// What arrived with one read of the wire, joined: text first, then how it ended if it did.
struct chat_piece {
    std::string text = {};
    // stop, length, tool_calls, content_filter, ...: an open set, and the same for both APIs.
    std::optional<std::string> finish_reason = {};
    std::optional<usage> used = {};
    bool refusal = false;        // `text` is the model's refusal
    std::string reasoning = {};  // what the model shows of its thinking: no part of the answer
    // Whole calls, all of them with the finish reason. None when the answer was cut (length, content_filter):
    // then the last one would be half a call.
    std::vector<tool_call> tool_calls = {};
    std::vector<filter_finding> findings = {};  // each one once per answer
    std::vector<citation> citations = {};
    std::vector<sealed_reasoning> sealed = {};
};

// Whether a piece tells its reader anything.
bool is_empty(const chat_piece& piece);

// Whose answer it is, for logs and for asking the service about it. Empty until it is known.
struct answer_origin {
    std::string id = {};
    std::string model = {};  // the one that answered, which may be more exact than the one asked for
};

}  // namespace parley::openai
