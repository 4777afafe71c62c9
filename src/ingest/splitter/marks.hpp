// The characters at which text may be cut, and how large a piece of text counts as.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley::ingest {

constexpr std::size_t section_characters = 1000;  // a chunk is closed before it grows past this
constexpr std::size_t soft_cap_characters = 1200;
constexpr std::size_t hard_cap_tokens = 500;
constexpr std::size_t overlap_characters = 100;

bool is_sentence_ender(char32_t c);
bool is_word_break(char32_t c);
bool is_white_space(char32_t c);
bool is_letter_or_digit(char32_t c);
bool is_lower_case(char32_t c);

// An upper bound for any text we know of, without the tokenizer's vocabulary.
constexpr std::size_t tokens_of(std::size_t bytes)
{
    return (bytes + 2) / 3;
}

struct text_size {
    std::size_t characters = 0;
    std::size_t bytes = 0;

    bool is_within(std::size_t characters_max) const
    {
        return characters <= characters_max && tokens_of(bytes) <= hard_cap_tokens;
    }
    friend text_size operator+(text_size a, text_size b)
    {
        return {a.characters + b.characters, a.bytes + b.bytes};
    }
};

text_size size_of(std::string_view text);

// The character that ends just before byte `at`, which is not 0.
char32_t character_before(std::string_view text, std::size_t at);

}  // namespace parley::ingest
