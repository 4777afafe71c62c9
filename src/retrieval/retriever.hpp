// Finds the passages that answer a question. One interface, whatever engine is behind it.
//
// Thread-safe: one retriever serves all loops; a search resumes on the loop that asked.
#pragma once

#include "base/deadline.hpp"
#include "retrieval/passage.hpp"
#include "retrieval/vector/vector_space.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parley::retrieval {

// What is compared with a question: its words, its vector, or both, their rankings then made one.
enum class retrieval_mode { text, vectors, hybrid };

struct search_request {
    std::string text;
    std::size_t top = 5;
    std::optional<std::string> include_category = {};
    std::optional<std::string> exclude_category = {};
    double score_min = 0;  // of a score as the mode gives it: BM25, cosine, or reciprocal ranks
    retrieval_mode mode = retrieval_mode::text;
    std::vector<float> unit = {};  // the question as a vector of length one, for the modes that want it

    // Names of the only documents to look at. errc::invalid_input when one of them is not there.
    std::optional<std::vector<std::string>> include_documents = {};
};

class retriever {
public:
    virtual ~retriever() = default;

    // Best first; ties broken by chunk id. Fewer than `top`, or none, is not an error.
    virtual asio::awaitable<result<std::vector<passage>>> search(search_request request, deadline until) = 0;

    // Whose vectors a question's must be of; nothing: passages are found by words only.
    virtual std::optional<vector_space> space() const { return std::nullopt; }
};

}  // namespace parley::retrieval
