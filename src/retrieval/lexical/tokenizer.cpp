#include "retrieval/lexical/tokenizer.hpp"

#include "base/utf8.hpp"
#include "retrieval/lexical/script.hpp"
#include "retrieval/lexical/stop_words.hpp"

#include <algorithm>
#include <array>

namespace parley::retrieval {
namespace {

constexpr std::size_t compound_bytes_max = 32;
constexpr std::size_t word_bytes_max = 4 * tokenizer::term_bytes_max;  // the rest of a word is not read
constexpr std::size_t run_max = 4096;                                  // characters of one run held at a time

constexpr bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

// 0 for what is no letter or digit, else the lower-case character.
constexpr auto ascii_folded = [] {
    std::array<char, 128> table{};
    for (char c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = c;
    for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c + 32);
    for (char c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = c;
    return table;
}();

// The letter or digit at `at`, folded; 0 when there is none (or none in ASCII).
char ascii_at(std::string_view text, std::size_t at)
{
    if (at >= text.size() || static_cast<unsigned char>(text[at]) >= 0x80) return 0;
    return ascii_folded[static_cast<unsigned char>(text[at])];
}

// "'s", "n't" and their like: how many letters after an apostrophe belong to the grammar, not to a name.
std::size_t contraction_at(std::string_view text, std::size_t at)
{
    constexpr std::array<std::string_view, 7> endings = {"s", "t", "re", "ll", "ve", "d", "m"};
    std::array<char, 3> word{};
    std::size_t length = 0;
    while (length < word.size() && ascii_at(text, at + length)) {
        word[length] = ascii_at(text, at + length);
        ++length;
    }
    const std::string_view ending(word.data(), length);
    return std::find(endings.begin(), endings.end(), ending) != endings.end() ? length : 0;
}

bool starts_three_digits(std::string_view text, std::size_t at)
{
    for (std::size_t i = 0; i < 3; ++i)
        if (at + i >= text.size() || !is_ascii_digit(text[at + i])) return false;
    return at + 3 >= text.size() || !is_ascii_digit(text[at + 3]);
}

}  // namespace

const term_list& tokenizer::of_document(std::string_view text)
{
    split(text, purpose::document);
    return terms_;
}

const term_list& tokenizer::of_query(std::string_view text)
{
    split(text, purpose::query);
    return terms_.empty() ? stop_words_ : terms_;
}

void tokenizer::split(std::string_view text, purpose what_for)
{
    what_for_ = what_for;
    terms_.clear();
    stop_words_.clear();
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x80) {
            const auto [code_point, bytes] = utf8::decode(text.substr(at));
            const bool is_apostrophe = code_point == 0x2019;
            if (is_apostrophe) {
                end_word();
                at += bytes + contraction_at(text, at + bytes);
                end_group();
            } else {
                take_code_point(code_point);
                at += bytes;
            }
        } else if (const char folded = ascii_folded[byte]) {
            if (!run_.empty()) end_run();
            if (word_.size() < word_bytes_max) word_ += folded;
            word_has_digit_ |= is_ascii_digit(folded);
            ++at;
        } else {
            at = take_symbol(text, at);
        }
    }
    end_group();
}

// An ASCII character that is no letter and no digit. Returns where to go on.
std::size_t tokenizer::take_symbol(std::string_view text, std::size_t at)
{
    const char symbol = text[at];
    const bool follows_digit = !word_.empty() && is_ascii_digit(word_.back());
    const bool precedes_digit = at + 1 < text.size() && is_ascii_digit(text[at + 1]);
    if (symbol == '.' && follows_digit && precedes_digit) {
        word_ += '.';
        return at + 1;
    }
    if (symbol == ',' && follows_digit && starts_three_digits(text, at + 1)) return at + 1;
    if (symbol == '\'' && !word_.empty()) {
        end_group();
        return at + 1 + contraction_at(text, at + 1);
    }
    const bool joins = symbol == '-' || symbol == '_' || symbol == '/';
    if (joins && !word_.empty() && ascii_at(text, at + 1))
        end_word();
    else
        end_group();
    return at + 1;
}

void tokenizer::take_code_point(char32_t code_point)
{
    std::array<char32_t, 32> folded;
    for (const char32_t part : fold(code_point, folded)) {
        switch (class_of(part)) {
            case character::letter:
            case character::digit:
                add_letter(part);
                break;
            case character::ideograph:
                if (!word_.empty()) end_group();
                run_.push_back(part);
                if (run_.size() == run_max) end_run();
                break;
            case character::separator:
                end_group();
                break;
        }
    }
}

void tokenizer::add_letter(char32_t code_point)
{
    if (!run_.empty()) end_run();
    word_has_digit_ |= class_of(code_point) == character::digit;
    if (word_.size() < word_bytes_max) utf8::append(word_, code_point);
}

// A word is complete; more words of its group may follow.
void tokenizer::end_word()
{
    if (word_.empty()) return;
    ++group_words_;
    group_has_digit_ |= word_has_digit_;
    group_has_letter_ |= !is_ascii_digit(word_.front());
    if (group_.size() <= compound_bytes_max) group_ += word_;
    emit(word_, word_has_digit_ ? inflection::none : inflection::possible);
    word_.clear();
    word_has_digit_ = false;
}

void tokenizer::end_group()
{
    if (!run_.empty()) end_run();
    end_word();
    const bool is_compound = group_words_ > 1 && group_has_letter_ && (group_words_ == 2 || group_has_digit_);
    if (is_compound && group_.size() <= compound_bytes_max)
        emit(group_, group_has_digit_ ? inflection::none : inflection::possible);
    group_.clear();
    group_words_ = 0;
    group_has_digit_ = group_has_letter_ = false;
}

void tokenizer::end_run()
{
    std::string pair;
    for (std::size_t i = 0; i < run_.size(); ++i) {
        pair.clear();
        utf8::append(pair, run_[i]);
        if (what_for_ == purpose::document || run_.size() == 1) emit(pair, inflection::none);
        if (i + 1 == run_.size()) break;
        utf8::append(pair, run_[i + 1]);
        emit(pair, inflection::none);
    }
    run_.clear();
}

void tokenizer::emit(std::string_view term, inflection of_it)
{
    if (term.size() > term_bytes_max) term = utf8::prefix(term, term_bytes_max);
    const std::string_view stem = of_it == inflection::none ? term : stems_.stem(term);
    if (what_for_ == purpose::query && is_stop_word(term))
        stop_words_.push_back(stem);
    else
        terms_.push_back(stem);
}

}  // namespace parley::retrieval
