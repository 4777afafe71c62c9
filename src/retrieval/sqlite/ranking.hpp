// From a search request to the passages that are worth fetching: by words, by vector, or both.
//
// Ranking in memory is rough where vectors are concerned; their best are ranked again by what the store
// holds.
#pragma once

#include "base/deadline.hpp"
#include "retrieval/lexical/snapshot.hpp"
#include "retrieval/retriever.hpp"
#include "retrieval/sqlite/passage_reader.hpp"

namespace parley::retrieval {

// Ids of the only documents to look at, sorted; nothing: any.
using wanted_documents = std::optional<std::vector<std::string>>;

lexical_query words_of(const search_request& request);

struct rankings {
    std::vector<passage_hit> by_words;
    std::vector<passage_hit> by_vector;
};

// What the mode of the request wants, with more of each than it asks for where two rankings become one.
rankings rank_in_memory(const snapshot& index, const search_request& request, const wanted_documents& wanted,
                        lexical_scratch& scratch);

// `rough` with exact cosines, in their order; fewer when the store no longer holds all. Blocking.
// errc::timed_out after `until`.
result<std::vector<passage_hit>> rank_exactly(passage_reader& reader, const snapshot& index,
                                              const std::vector<passage_hit>& rough,
                                              std::span<const float> unit, deadline until);

// The best of the rankings as one: not below the lowest score, at most as many as are asked for.
std::vector<passage_hit> choose(const snapshot& index, const rankings& found, const search_request& request);

}  // namespace parley::retrieval
