// The passages whose vectors lie nearest to that of a question: every one is looked at.
//
// Pure; by any number of threads at once. What is gone or of another document is passed over before it is
// compared. Scores are cosines but for the rounding of vector_rows.
#pragma once

#include "retrieval/lexical/document_filter.hpp"
#include "retrieval/lexical/snapshot.hpp"

#include <span>

namespace parley::retrieval {

struct vector_query {
    std::span<const float> unit;
    std::size_t top = 50;
    document_filter about = {};
};

// Best first, ties as best_of breaks them. Nothing when the passages have vectors of another length.
std::vector<passage_hit> nearest(const snapshot& in, const vector_query& query);

}  // namespace parley::retrieval
