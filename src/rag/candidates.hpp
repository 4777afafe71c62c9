// Every quotable unit of the passages with its words, scored against a question.
#pragma once

#include "rag/question_terms.hpp"
#include "rag/units.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace parley::rag {

// Sorted, each once, without stop words.
using term_set = std::vector<std::string>;

struct candidate {
    unit quoted;
    std::size_t passage = 0;  // its index in the task
    std::vector<word> words = {};
    term_set terms = {};
    term_set lead_in = {};
    std::vector<word> heading_words = {};
    term_set heading = {};
    double coverage = 0;              // share of the question found in it and around it, 0 to 1
    double score = 0;                 // coverage, weighed by how good an answer it would make
    std::vector<bool> has_term = {};  // for each term of the question: in it, or in its heading or lead-in
    bool lacks_name = false;          // a name or number of the question is in none of the passages
    bool needs_heading = false;  // its heading holds a word of the question, or the answer, that it does not
    bool holds_wanted = true;    // a number when the question asks how many, and so on
};

// In reading order: neighbours in the list are neighbours in the passage.
std::vector<candidate> candidates_of(const std::vector<retrieval::passage>& passages, word_reader& reader);

// Fills in what is about the question: from coverage on.
void score(std::vector<candidate>& all, const std::vector<retrieval::passage>& passages,
           const question_terms& asked, word_reader& reader);

term_set terms_in(const std::vector<word>& words);

// Shared words by all words, 0 to 1.
double likeness(const term_set& one, const term_set& other);

// Shared words by the words of the smaller one.
double containment(const term_set& one, const term_set& other);

}  // namespace parley::rag
