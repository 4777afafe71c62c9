// What came of one question, asked as a visitor asks it: what was found, what was said, how long it took.
#pragma once

#include "base/deadline.hpp"
#include "rag/answer.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace parley::eval {

// So deep a ranking is looked at, however few passages an answer draws on.
inline constexpr std::size_t ranking_depth = 50;

struct observation {
    std::vector<std::string> ranking;  // sources by rank, each once
    std::vector<std::string> sources;  // those that the answer could draw on, each once
    std::vector<std::string> cited;    // those it cites; none when it is a refusal
    std::string answer;
    bool is_refusal = false;      // says that the documents do not answer, or cites nothing
    std::size_t sentences = 0;    // that were held against the sources; 0 when the writer only quotes
    std::size_t unsupported = 0;  // of those
    double retrieval_ms = 0;      // the search itself, without making its query
    double first_word_ms = 0;
    double answer_ms = 0;
};

// Answers with `with`, and then searches once more, deeper, for the ranking: the answer is the one that
// visitors get. `until` bounds everything up to the answer's first word, as in rag::answer.
asio::awaitable<result<observation>> observe(rag::services with, rag::question asked, deadline until);

}  // namespace parley::eval
