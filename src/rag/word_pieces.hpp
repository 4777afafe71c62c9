// Cuts a text as tokenizers of the tiktoken family do before they look for tokens: no token crosses a cut.
//
// Pure. Invalid UTF-8 is cut byte by byte as U+FFFD would be.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace parley::rag {

// How a vocabulary wants texts cut.
enum class cutting {
    cl100k,  // GPT-3.5 and GPT-4, Llama 3
    o200k,   // GPT-4o and later: words are also cut where capital letters begin
};

// The pieces in order; together they are the text.
std::vector<std::string_view> word_pieces(std::string_view text, cutting how);

}  // namespace parley::rag
