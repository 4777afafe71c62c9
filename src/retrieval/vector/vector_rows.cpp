#include "retrieval/vector/vector_rows.hpp"

#include "retrieval/vector/scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace parley::retrieval {
namespace {

constexpr float number_max = 127;

std::size_t padded(std::size_t dimensions)
{
    return (dimensions + row_alignment - 1) / row_alignment * row_alignment;
}

}  // namespace

byte_vector::byte_vector(std::span<const float> unit) : numbers(padded(unit.size()), 0)
{
    float largest = 0;
    for (const float value : unit) largest = std::max(largest, std::abs(value));
    scale = largest / number_max;
    if (scale == 0) return;
    for (std::size_t i = 0; i < unit.size(); ++i)
        numbers[i] = static_cast<std::int8_t>(std::lround(unit[i] / scale));
}

void vector_rows::set(std::size_t row, std::span<const float> unit)
{
    const byte_vector made(unit);
    const auto place = make_row(row, unit.size(), made.scale);
    std::copy_n(made.numbers.begin(), place.size(), place.begin());
}

void vector_rows::copy(std::size_t row, const vector_rows& from, std::size_t from_row)
{
    if (!from.has(from_row)) return;
    const auto place = make_row(row, from.dimensions_, from.scales_[from_row]);
    std::copy_n(from.numbers_.data() + from_row * from.row_bytes_, place.size(), place.begin());
}

// Room for one vector; empty when it cannot be compared with those that are here.
std::span<std::int8_t> vector_rows::make_row(std::size_t row, std::size_t dimensions, float scale)
{
    if (dimensions_ == 0) {
        dimensions_ = dimensions;
        row_bytes_ = padded(dimensions);
    }
    if (dimensions != dimensions_ || dimensions == 0) return {};
    scales_.resize(row + 1, 0);
    numbers_.resize((row + 1) * row_bytes_, 0);
    scales_[row] = scale;
    return std::span(numbers_).subspan(row * row_bytes_, row_bytes_);
}

void vector_rows::compare(const byte_vector& query, std::size_t begin, std::span<float> cosines) const
{
    constexpr std::size_t at_once = 256;
    std::array<std::int32_t, at_once> products{};
    const auto scan = best_kernel();
    for (std::size_t done = 0; done < cosines.size(); done += at_once) {
        const std::size_t count = std::min(at_once, cosines.size() - done);
        const std::size_t row = begin + done;
        scan(query.numbers.data(), numbers_.data() + row * row_bytes_, row_bytes_, count, products.data());
        for (std::size_t i = 0; i < count; ++i)
            cosines[done + i] = static_cast<float>(products[i]) * query.scale * scales_[row + i];
    }
}

void vector_rows::shrink()
{
    numbers_.shrink_to_fit();
    scales_.shrink_to_fit();
}

std::size_t vector_rows::memory_bytes() const
{
    return numbers_.capacity() + scales_.capacity() * sizeof(scales_[0]);
}

}  // namespace parley::retrieval
