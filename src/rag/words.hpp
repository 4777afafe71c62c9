// The words of a text as the built-in answerer compares them: stems, and what kind of word each is.
//
// English stems and stop words. Other languages work without stems, on whole words in lower case.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sb_stemmer;

namespace parley::rag {

struct word {
    std::string stem;   // lower case
    std::string lower;  // the word itself, in lower case
    bool has_digit = false;
    bool has_capital = false;   // begins with a capital letter
    bool is_stop_word = false;  // too common to tell texts apart
};

// Not thread-safe: make one for each use.
class word_reader {
public:
    word_reader();
    std::vector<word> read(std::string_view text);

private:
    word make_word(std::string_view text);

    struct stemmer_deleter {
        void operator()(sb_stemmer* stemmer) const;
    };
    std::unique_ptr<sb_stemmer, stemmer_deleter> stemmer_;
};

}  // namespace parley::rag
