// The words of a text as questions and extracts are compared: terms, and what kind of word each is.
//
// Terms are those of the lexical index, so what was found can be found again in a sentence.
#pragma once

#include "retrieval/lexical/tokenizer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace parley::rag {

struct word {
    std::string term;   // as in the lexical index; empty when it was not asked for
    std::string lower;  // the word itself, in lower case
    bool has_digit = false;
    bool has_capital = false;   // begins with a capital letter
    bool is_stop_word = false;  // too common, or too usual in questions, to tell texts apart
};

// Without terms.
std::vector<word> words_of(std::string_view text);

// Whether an English sentence speaks of something that only the one before it names: it begins with "They",
// or says "for this" with no word to tell what this is.
bool refers_back(const std::vector<word>& sentence);

// With terms; a word of a script without spaces gives several. Costly to make: one for each answer.
class word_reader {
public:
    std::vector<word> read(std::string_view text);

private:
    retrieval::tokenizer tokenizer_;
};

}  // namespace parley::rag
