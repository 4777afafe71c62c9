// For tests and benchmarks: vectors in clusters, as those of texts lie, the same for the same seed.
#pragma once

#include "retrieval/vector/unit_vector.hpp"

#include <cstdint>
#include <random>
#include <vector>

namespace parley::retrieval {

class random_vectors {
public:
    random_vectors(std::uint32_t seed, std::size_t dimensions, std::size_t clusters = 50) : random_(seed)
    {
        for (std::size_t i = 0; i < clusters; ++i) centres_.push_back(noise(dimensions));
    }

    // Of length one.
    std::vector<float> next()
    {
        const auto& centre = centres_[random_() % centres_.size()];
        auto made = noise(centre.size());
        for (std::size_t i = 0; i < made.size(); ++i) made[i] += centre[i];
        return *unit_of(made);
    }

private:
    std::vector<float> noise(std::size_t dimensions)
    {
        std::vector<float> made(dimensions);
        for (float& value : made) value = normal_(random_);
        return made;
    }

    std::mt19937 random_;
    std::normal_distribution<float> normal_;
    std::vector<std::vector<float>> centres_;
};

}  // namespace parley::retrieval
