// Whether the conditions of a fixture hold for a request; and if not, what stands against it.
//
// Pure functions.
#pragma once

#include "mock/facts.hpp"

#include <tuple>
#include <vector>

namespace parley::mock {

// What a condition wanted and what came instead, both shortened.
struct difference {
    std::string field;
    std::string wanted;
    std::string got;
};

bool holds(const conditions& when, const facts& about);

// Those that do not hold, in the order of fixture files.
std::vector<difference> differences(const conditions& when, const facts& about);

// The groups of the first regular expression that has any, the whole match first.
std::vector<std::string> captures(const conditions& when, const facts& about);

// How much a fixture asks for: more conditions first, then how exact their texts are.
struct rank {
    std::size_t conditions = 0;
    std::size_t exactness = 0;

    bool operator==(const rank&) const = default;
    bool operator<(const rank& other) const
    {
        return std::tie(conditions, exactness) < std::tie(other.conditions, other.exactness);
    }
};
rank rank_of(const conditions& when);

}  // namespace parley::mock
