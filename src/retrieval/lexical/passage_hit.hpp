// A passage that a search has found: which, how good, and where it stands in the snapshot that was searched.
#pragma once

#include <cstdint>

namespace parley::retrieval {

struct passage_place {
    std::uint32_t part = 0;     // of the snapshot
    std::uint32_t passage = 0;  // of that segment
};

struct passage_hit {
    std::int64_t chunk;  // number in the store
    float score;
    passage_place at = {};

    // Where it stands is no part of what was found: a merge moves it.
    friend bool operator==(const passage_hit& a, const passage_hit& b)
    {
        return a.chunk == b.chunk && a.score == b.score;
    }
};

}  // namespace parley::retrieval
