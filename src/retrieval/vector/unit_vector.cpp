#include "retrieval/vector/unit_vector.hpp"

#include <bit>
#include <cmath>
#include <cstring>

namespace parley::retrieval {
namespace {

double product_of(std::span<const float> a, std::span<const float> b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

}  // namespace

std::optional<std::vector<float>> unit_of(std::span<const float> vector)
{
    const double length = std::sqrt(product_of(vector, vector));
    if (!std::isfinite(length) || length == 0) return std::nullopt;
    std::vector<float> unit;
    unit.reserve(vector.size());
    for (const float value : vector) unit.push_back(static_cast<float>(static_cast<double>(value) / length));
    return unit;
}

float cosine_of(std::span<const float> a, std::span<const float> b)
{
    return static_cast<float>(product_of(a, b));
}

static_assert(std::endian::native == std::endian::little, "the store's vectors are written as they lie");

std::span<const std::byte> stored_bytes(std::span<const float> vector)
{
    return std::as_bytes(vector);
}

std::vector<float> from_stored_bytes(std::span<const std::byte> bytes)
{
    std::vector<float> vector(bytes.size() / sizeof(float));
    // Copied: what SQLite lends need not lie where a float may.
    if (!vector.empty()) std::memcpy(vector.data(), bytes.data(), vector.size() * sizeof(float));
    return vector;
}

}  // namespace parley::retrieval
