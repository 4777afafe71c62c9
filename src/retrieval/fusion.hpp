// One ranking out of two: reciprocal rank fusion, which needs no scores that can be compared.
//
// Pure. A passage gets 1 / (60 + rank) from each ranking that it is in, ranks from 1.
#pragma once

#include "retrieval/lexical/snapshot.hpp"

#include <span>

namespace parley::retrieval {

inline constexpr double fusion_constant = 60;

// Both were found in `in`. Best first; ties in the order of chunk ids.
std::vector<passage_hit> fuse(const snapshot& in, std::span<const passage_hit> one,
                              std::span<const passage_hit> other);

}  // namespace parley::retrieval
