// Which texts share a request. No I/O.
#pragma once

#include "openai/embeddings.hpp"

namespace parley::openai {

struct text_range {
    std::size_t begin;
    std::size_t end;

    bool operator==(const text_range&) const = default;
};

// In order, each within the limits, except that a text is never cut: a long one goes alone.
std::vector<text_range> make_batches(const std::vector<std::string>& texts, const embedding_limits& limits);

}  // namespace parley::openai
