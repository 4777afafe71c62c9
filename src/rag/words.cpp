#include "rag/words.hpp"

#include "base/ascii.hpp"
#include "base/is_one_of.hpp"
#include "base/utf8.hpp"
#include "rag/text.hpp"
#include "retrieval/lexical/stop_words.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace parley::rag {
namespace {

// Usual in questions and silent about what is asked.
constexpr auto fillers = std::to_array<std::string_view>(
    {"also",      "am",      "anyone",  "anything", "can",   "could",   "describe", "did",      "does",
     "exactly",   "explain", "find",    "get",      "gets",  "getting", "give",     "go",       "got",
     "had",       "happen",  "happens", "has",      "have",  "having",  "i",        "know",     "let",
     "like",      "many",    "may",     "me",       "might", "much",    "must",     "my",       "need",
     "our",       "please",  "say",     "says",     "shall", "should",  "show",     "somebody", "someone",
     "something", "tell",    "us",      "want",     "we",    "would",   "you",      "your"});

// A sentence that begins so is about the one before it.
constexpr auto referring =
    std::to_array<std::string_view>({"also", "and", "but", "he", "it", "its", "otherwise", "she", "such",
                                     "that", "their", "then", "these", "they", "this", "those"});

constexpr auto pointing = std::to_array<std::string_view>({"that", "these", "this", "those"});
constexpr auto prepositions = std::to_array<std::string_view>(
    {"about", "after", "before", "by", "for", "from", "in", "of", "on", "to", "with", "without"});

bool is_word_character(char32_t c)
{
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
            return true;
        default:
            return false;
    }
}

// Bytes of the word at the front of `text`; 0 when none begins there. `3.5`, `1,000` and `10:30` are one
// word.
std::size_t word_length(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size()) {
        const auto next = utf8::decode(text.substr(length));
        const bool joins_digits = length > 0 &&
                                  std::string_view(".,:").find(text[length]) != std::string_view::npos &&
                                  ascii::is_digit(text[length - 1]) && length + 1 < text.size() &&
                                  ascii::is_digit(text[length + 1]);
        if (!joins_digits && !is_word_character(next.code_point)) break;
        length += next.bytes;
    }
    return length;
}

bool is_silent(std::string_view lower)
{
    return retrieval::is_stop_word(lower) || is_one_of(fillers, lower);
}

word make_word(std::string_view text)
{
    word made;
    made.lower = case_folded(text);
    made.has_digit = std::ranges::any_of(text, ascii::is_digit);
    made.has_capital = utf8proc_category(static_cast<utf8proc_int32_t>(utf8::decode(text).code_point)) ==
                       UTF8PROC_CATEGORY_LU;
    made.is_stop_word = is_silent(made.lower);
    return made;
}

// Calls `use` with each word as it stands.
template <class F>
void for_each_word(std::string_view text, F use)
{
    while (!text.empty()) {
        const auto length = word_length(text);
        if (length > 0) use(text.substr(0, length));
        text.remove_prefix(length > 0 ? length : utf8::decode(text).bytes);
    }
}

}  // namespace

bool refers_back(const std::vector<word>& sentence)
{
    if (!sentence.empty() && is_one_of(referring, sentence.front().lower)) return true;
    for (std::size_t i = 1; i < sentence.size(); ++i) {
        if (!is_one_of(pointing, sentence[i].lower) || !is_one_of(prepositions, sentence[i - 1].lower))
            continue;
        if (i + 1 == sentence.size() || is_one_of(prepositions, sentence[i + 1].lower)) return true;
    }
    return false;
}

std::vector<word> words_of(std::string_view text)
{
    std::vector<word> words;
    for_each_word(text, [&words](std::string_view as_written) { words.push_back(make_word(as_written)); });
    return words;
}

std::vector<word> word_reader::read(std::string_view text)
{
    std::vector<word> words;
    for_each_word(text, [this, &words](std::string_view as_written) {
        const auto made = make_word(as_written);
        const auto& terms = tokenizer_.of_document(as_written);
        for (std::size_t i = 0; i < terms.size(); ++i) {
            words.push_back(made);
            words.back().term = terms[i];
        }
    });
    return words;
}

}  // namespace parley::rag
