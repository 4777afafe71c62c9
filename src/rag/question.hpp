// What a client asks, parsed: the conversation so far and how to answer.
#pragma once

#include "openai/chat.hpp"
#include "retrieval/retriever.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parley::rag {

enum class text_sources { send, omit };
// By a model that reads each passage beside the question.
enum class second_ranking { where_offered, wanted, unwanted };
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
    std::optional<int> output_tokens_max = {};  // never more than the writer's own limit
    std::vector<std::string> stop = {};         // texts that the answer ends in front of, none of them empty
    double score_min = 0;
    second_ranking ranking = second_ranking::where_offered;
    double reranker_score_min = 0;                       // 0 to 4; of passages that were ranked again
    std::optional<retrieval::retrieval_mode> mode = {};  // nothing: hybrid where that can be had
    std::optional<std::string> include_category = {};
    std::optional<std::vector<std::string>> include_documents = {};  // names of the only ones to look at
    std::optional<std::string> exclude_category = {};
    std::optional<client_prompt> prompt = {};
    text_sources sources = text_sources::send;
    follow_ups suggested = follow_ups::unasked;  // questions that could come next
    process steps = process::hidden;
    std::chrono::steady_clock::time_point came = std::chrono::steady_clock::now();
};

}  // namespace parley::rag
