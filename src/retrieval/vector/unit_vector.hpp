// Vectors of length one: the scalar product of two is the cosine of the angle between them.
//
// Pure. Also how they lie in the store: 32-bit floats, lowest byte first.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace parley::retrieval {

// Nothing for a vector that points nowhere: all zeros, or numbers that are none.
std::optional<std::vector<float>> unit_of(std::span<const float> vector);

// Both of one length.
float cosine_of(std::span<const float> a, std::span<const float> b);

std::span<const std::byte> stored_bytes(std::span<const float> vector);
std::vector<float> from_stored_bytes(std::span<const std::byte> bytes);

}  // namespace parley::retrieval
