// How many tokens a text is: by the model's own vocabulary where there is one, else by a stated estimate.
//
// Pure.
#pragma once

#include "rag/vocabulary.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace parley::rag {

// Not below what common tokenizers count in most languages: three bytes to a token.
std::size_t estimated_tokens(std::string_view text);

// What is surely within so many of them.
std::string_view token_prefix(std::string_view text, std::size_t tokens_max);

class token_counter {
public:
    // Estimates.
    token_counter() = default;

    explicit token_counter(std::shared_ptr<const vocabulary> exact) : exact_(std::move(exact)) {}

    std::size_t count(std::string_view text) const;
    std::string_view prefix(std::string_view text, std::size_t tokens_max) const;

    // "vocabulary" or "estimate".
    std::string_view name() const { return exact_ ? "vocabulary" : "estimate"; }

private:
    std::shared_ptr<const vocabulary> exact_;
};

}  // namespace parley::rag
