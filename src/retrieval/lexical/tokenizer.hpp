// Text to the terms that are indexed and asked for. Documents and queries go through the same code.
//
// - A term is a run of letters and digits, case-folded, without accents, stemmed when it has no digit.
// - `3.14` and `1.2.3` stay whole; `1,000` is `1000`; the end of `don't` and `Anna's` is dropped.
// - Two words joined by - _ or / are found apart and as one: `sub-folder` is `sub`, `folder` and `subfolder`;
//   so are longer identifiers with digits: `E-1042` is `e`, `1042` and `e1042`. However it is written, it is
//   found, and ranks first when written out.
// - Scripts without spaces between words (Chinese, Japanese, Thai, ...) and Hangul become overlapping pairs
//   of characters; documents hold the single characters too, for queries of one character.
// Any bytes are text: what is not UTF-8 separates words. Terms are cut at `term_bytes_max`.
// Not thread-safe: one per thread.
#pragma once

#include "retrieval/lexical/stem_cache.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::retrieval {

// Terms in order, in one buffer.
class term_list {
public:
    std::size_t size() const { return ends_.size(); }
    bool empty() const { return ends_.empty(); }
    std::string_view operator[](std::size_t i) const
    {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        return std::string_view(bytes_).substr(begin, ends_[i] - begin);
    }
    void clear()
    {
        bytes_.clear();
        ends_.clear();
    }
    void push_back(std::string_view term)
    {
        bytes_ += term;
        ends_.push_back(bytes_.size());
    }

private:
    std::string bytes_;
    std::vector<std::size_t> ends_;
};

class tokenizer {
public:
    static constexpr std::size_t term_bytes_max = 64;  // longer ones are data, not words

    // The terms of a document's text. Valid until the next call.
    const term_list& of_document(std::string_view text);

    // The terms of a question, stop words removed unless nothing else is left. Valid until the next call.
    const term_list& of_query(std::string_view text);

private:
    enum class purpose { document, query };
    enum class inflection { possible, none };  // the ending is cut off, or belongs to the term

    void split(std::string_view text, purpose what_for);
    std::size_t take_symbol(std::string_view text, std::size_t at);
    void take_code_point(char32_t code_point);
    void add_letter(char32_t code_point);
    void end_word();
    void end_group();
    void end_run();
    void emit(std::string_view term, inflection of_it);

    stem_cache stems_;
    purpose what_for_ = purpose::document;
    term_list terms_;
    term_list stop_words_;  // of a query, in case there is nothing else
    std::string word_;      // letters and digits since the last separator
    bool word_has_digit_ = false;
    std::string group_;  // words joined by - _ / without what joins them
    int group_words_ = 0;
    bool group_has_digit_ = false;
    bool group_has_letter_ = false;
    std::vector<char32_t> run_;  // characters of a script without spaces
};

}  // namespace parley::retrieval
