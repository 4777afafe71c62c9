// The vectors of the passages of a segment, in memory: one byte a number, a row for each passage.
//
// Filled in the order of the passages, then only read. A passage may have no vector, and a segment none at
// all: then this costs nothing. The cosine it gives is off by about a thousandth; the store has it exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace parley::retrieval {

// A vector as whole numbers from -127 to 127 with one scale, padded with zeros to `row_alignment`.
struct byte_vector {
    std::vector<std::int8_t> numbers;
    float scale = 0;

    explicit byte_vector(std::span<const float> unit);
};

class vector_rows {
public:
    // The vector of passage `row`, which is after all that have one. One of another length than the first
    // cannot be compared with it and is left out.
    void set(std::size_t row, std::span<const float> unit);

    // As `set`, with row `from_row` of `from`; nothing when that has none.
    void copy(std::size_t row, const vector_rows& from, std::size_t from_row);

    bool has(std::size_t row) const { return row < scales_.size() && scales_[row] != 0; }
    std::size_t end() const { return scales_.size(); }  // one after the last row that has a vector
    std::size_t dimensions() const { return dimensions_; }

    // About the cosines of `query`, which has `dimensions()`, with the rows from `begin`: as many as
    // `cosines`.
    void compare(const byte_vector& query, std::size_t begin, std::span<float> cosines) const;

    void shrink();
    std::size_t memory_bytes() const;

private:
    std::span<std::int8_t> make_row(std::size_t row, std::size_t dimensions, float scale);

    std::size_t dimensions_ = 0;
    std::size_t row_bytes_ = 0;
    std::vector<std::int8_t> numbers_;
    std::vector<float> scales_;  // 0: no vector
};

}  // namespace parley::retrieval
