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

// How much a fixture asks for. What a tool has answered is the latest that was said, and a question before it
// is still `last_user`: else a fixture that calls the tool would answer the result with the same call. Then
// more conditions, then how exact their texts are.
struct rank {
    std::size_t tool_results = 0;
    std::size_t conditions = 0;
    std::size_t exactness = 0;

    bool operator==(const rank&) const = default;
    bool operator<(const rank& other) const
    {
        return std::tie(tool_results, conditions, exactness) <
               std::tie(other.tool_results, other.conditions, other.exactness);
    }
};
rank rank_of(const conditions& when);

}  // namespace parley::mock
