// What a question asks for, as the built-in answerer sees it: its words, and the kind of answer it wants.
//
// Pure rules, for English question words; a question in another language has terms and wants anything.
#pragma once

#include "rag/question.hpp"
#include "rag/words.hpp"

#include <string>
#include <vector>

namespace parley::rag {

enum class wanted { anything, number, time, person, reason };

struct term {
    std::string text;
    double weight = 1;     // borrowed words count less than those of the question itself
    bool is_name = false;  // a proper name or a number: an answer about another one is wrong
};

struct question_terms {
    std::vector<term> terms;  // each stem once
    wanted kind = wanted::anything;
};

enum class borrowing { none, earlier_question };

question_terms terms_of(const question& asked, borrowing from, word_reader& reader);

// Whether a text holds what the question wants: a number that the question did not name itself, and so on.
bool holds(const question_terms& asked, const std::vector<word>& words);

bool is_number(const word& w);

}  // namespace parley::rag
