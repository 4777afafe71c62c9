// Finds the passages that answer a question. One interface, whatever engine is behind it.
//
// Thread-safe: one retriever serves all loops; a search resumes on the loop that asked.
#pragma once

#include "base/deadline.hpp"
#include "retrieval/passage.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace parley::retrieval {

struct search_request {
    std::string text;
    std::size_t top = 5;
    std::optional<std::string> include_category = {};
    std::optional<std::string> exclude_category = {};
    double score_min = 0;
};

class retriever {
public:
    virtual ~retriever() = default;

    // Best first; ties broken by chunk id. Fewer than `top`, or none, is not an error.
    virtual asio::awaitable<result<std::vector<passage>>> search(search_request request, deadline until) = 0;
};

}  // namespace parley::retrieval
