// Which citations may appear in an answer, and which of them a marker means.
//
// Pure and immutable once made. Never guesses: a name that fits two sources fits none.
#pragma once

#include "retrieval/passage.hpp"

#include <cstddef>
#include <map>
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
    static constexpr std::size_t ambiguous = static_cast<std::size_t>(-1);

    void add_spelling(std::string spelling, std::size_t citation);

    std::vector<std::string> citations_;
    std::map<std::string, std::size_t, std::less<>> exact_;
    std::map<std::string, std::size_t, std::less<>> loose_;  // case folded, with and without the page
    std::size_t longest_ = 0;
};

// `text` with upper and lower case made equal.
std::string case_folded(std::string_view text);

// `text` without white space at its ends.
std::string_view trimmed(std::string_view text);

}  // namespace parley::rag
