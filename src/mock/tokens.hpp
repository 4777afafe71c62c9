// How many tokens a text is, about: near enough to what models count for usage, limits and time.
//
// A token is a word of up to eight letters with the space before it, up to three digits, one mark, or two
// characters beyond ASCII. The same for every model.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley::mock {

// Bytes of the token at the front of `text`, which is not empty. Never cuts a UTF-8 character.
std::size_t token_bytes(std::string_view text);

std::size_t count_tokens(std::string_view text);

}  // namespace parley::mock
