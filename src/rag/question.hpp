// What a client asks, parsed: the conversation so far and how to answer.
#pragma once

#include "openai/chat.hpp"
#include "retrieval/retriever.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parley::rag {

enum class text_sources { send, omit };
enum class follow_ups { unasked, asked };
enum class process { hidden, shown };

// What a client would have a model told: in place of our rules, or after them.
struct client_prompt {
    enum class place { instead, after };

    place where = place::instead;
    std::string text;
};

struct question {
    std::vector<openai::message> history;  // earlier turns, oldest first, user and assistant only
    std::string text;                      // the question itself
    std::size_t top = 5;
    std::optional<double> temperature = {};
    double score_min = 0;
    std::optional<retrieval::retrieval_mode> mode = {};  // nothing: hybrid where that can be had
    std::optional<std::string> include_category = {};
    std::optional<std::string> exclude_category = {};
    std::optional<client_prompt> prompt = {};
    text_sources sources = text_sources::send;
    follow_ups suggested = follow_ups::unasked;  // questions that could come next
    process steps = process::hidden;
};

}  // namespace parley::rag
