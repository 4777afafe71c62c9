// Makes as many passages as asked for by putting sentences of a collection together anew, seeded.
//
// About 147 words each, the length of the passages behind the figures of the retrieval specification. Words
// keep their frequencies; what a passage says makes no sense, which no engine minds.
#pragma once

#include "beir.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace parley::bench {

class passage_maker {
public:
    passage_maker(const beir_collection& from, std::uint32_t seed);

    std::string next();

private:
    std::vector<std::string> sentences_;
    std::mt19937 random_;
};

}  // namespace parley::bench
