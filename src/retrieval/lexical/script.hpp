// What a code point means to the tokenizer: part of a word, a character of its own, or nothing.
//
// Classes come from utf8proc (Unicode); pure functions.
#pragma once

#include <span>

namespace parley::retrieval {

enum class character { separator, letter, digit, ideograph };

// `ideograph`: of a script that does not put spaces between words, and Hangul.
character class_of(char32_t code_point);

// Case-folded and decomposed, without accents and invisible characters. Writes at most `into.size()`
// code points and returns those written.
std::span<const char32_t> fold(char32_t code_point, std::span<char32_t> into);

}  // namespace parley::retrieval
