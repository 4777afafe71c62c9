// The BM25 formula: how much a term in a passage says that the passage answers the question.
//
// score = idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average length)), summed over query terms.
#pragma once

#include <cmath>
#include <cstddef>

namespace parley::retrieval::bm25 {

constexpr float k1 = 1.2F;
constexpr float b = 0.75F;

// Never negative: in a store of few passages a term that most of them hold must still count for something.
inline float idf(std::size_t passages, std::size_t passages_with_term)
{
    const auto all = static_cast<double>(passages);
    const auto with = static_cast<double>(passages_with_term);
    return static_cast<float>(std::log(1.0 + (all - with + 0.5) / (with + 0.5)));
}

inline float norm(float length, float average_length)
{
    return k1 * (1 - b + b * length / average_length);
}

}  // namespace parley::retrieval::bm25
