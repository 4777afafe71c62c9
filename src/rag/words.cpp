#include "rag/words.hpp"

#include "base/utf8.hpp"
#include "rag/citation_index.hpp"

#include <libstemmer.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace parley::rag {
namespace {

// Function words, and the verbs and fillers of questions that say nothing about what is asked. Sorted.
constexpr auto stop_words = std::to_array<std::string_view>({
    "a",       "about",    "above",   "after",      "again",   "all",     "also",      "am",     "an",
    "and",     "any",      "are",     "as",         "at",      "be",      "because",   "been",   "before",
    "being",   "below",    "between", "both",       "but",     "by",      "can",       "could",  "describe",
    "did",     "do",       "does",    "doing",      "don",     "down",    "during",    "each",   "either",
    "exactly", "explain",  "few",     "for",        "from",    "further", "get",       "gets",   "getting",
    "give",    "go",       "got",     "had",        "happen",  "happens", "has",       "have",   "having",
    "he",      "her",      "here",    "hers",       "herself", "him",     "himself",   "his",    "how",
    "i",       "if",       "in",      "into",       "is",      "it",      "its",       "itself", "just",
    "know",    "let",      "like",    "may",        "me",      "might",   "more",      "most",   "must",
    "my",      "myself",   "no",      "nor",        "not",     "now",     "of",        "off",    "on",
    "once",    "only",     "or",      "other",      "our",     "ours",    "ourselves", "out",    "over",
    "own",     "please",   "s",       "same",       "say",     "says",    "shall",     "she",    "should",
    "show",    "so",       "some",    "such",       "t",       "tell",    "than",      "that",   "the",
    "their",   "theirs",   "them",    "themselves", "then",    "there",   "these",     "they",   "this",
    "those",   "through",  "to",      "too",        "under",   "until",   "up",        "us",     "very",
    "want",    "was",      "we",      "were",       "what",    "when",    "where",     "which",  "while",
    "who",     "whom",     "whose",   "why",        "will",    "with",    "would",     "you",    "your",
    "yours",   "yourself",
});
static_assert(std::ranges::is_sorted(stop_words));

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

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Bytes of the word at the front of `text`; 0 when none begins there. `3.5`, `1,000` and `10:30` are one
// word.
std::size_t word_length(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size()) {
        const auto next = utf8::decode(text.substr(length));
        const bool joins_digits =
            length > 0 && std::string_view(".,:").find(text[length]) != std::string_view::npos &&
            is_digit(text[length - 1]) && length + 1 < text.size() && is_digit(text[length + 1]);
        if (!joins_digits && !is_word_character(next.code_point)) break;
        length += next.bytes;
    }
    return length;
}

}  // namespace

word_reader::word_reader() : stemmer_(sb_stemmer_new("english", "UTF_8"))
{
    if (!stemmer_) throw std::runtime_error("libstemmer has no English stemmer");
}

std::vector<word> word_reader::read(std::string_view text)
{
    std::vector<word> words;
    while (!text.empty()) {
        const auto length = word_length(text);
        if (length > 0) words.push_back(make_word(text.substr(0, length)));
        text.remove_prefix(length > 0 ? length : utf8::decode(text).bytes);
    }
    return words;
}

word word_reader::make_word(std::string_view text)
{
    word made;
    made.lower = case_folded(text);
    made.has_digit = std::ranges::any_of(text, is_digit);
    made.has_capital = utf8proc_category(static_cast<utf8proc_int32_t>(utf8::decode(text).code_point)) ==
                       UTF8PROC_CATEGORY_LU;
    made.is_stop_word = std::ranges::binary_search(stop_words, std::string_view(made.lower));
    const auto* stem = sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(made.lower.data()),
                                       static_cast<int>(made.lower.size()));
    if (stem == nullptr) throw std::bad_alloc();
    made.stem.assign(reinterpret_cast<const char*>(stem),
                     static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
    return made;
}

void word_reader::stemmer_deleter::operator()(sb_stemmer* stemmer) const
{
    sb_stemmer_delete(stemmer);
}

}  // namespace parley::rag
