// Which citations may appear in an answer, and which of them a marker means.
//
// Pure and immutable once made. Never guesses: a name that fits two sources fits none. Small, because every
// open stream has one, and searched from front to back: an answer has few sources.
#pragma once

#include "retrieval/passage.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::rag {

class citation_index {
public:
    explicit citation_index(const std::vector<retrieval::passage>& sources);

    // The citation that `name` means: exactly; or, when only one fits, apart from white space around it,
    // upper and lower case, and a missing `#page=N`.
    std::optional<std::string_view> find(std::string_view name) const;

    // Each citation once, in the order of the sources.
    const std::vector<std::string>& citations() const& { return citations_; }
    void citations() const&& = delete;  // would be gone before it is read

    // In characters, of the longest citation.
    std::size_t longest() const { return longest_; }

private:
    std::vector<std::string> citations_;
    std::size_t longest_ = 0;
};

}  // namespace parley::rag
