// Cuts a text into the pieces that one event each carries.
//
// Pieces join to the text again, and none cuts a UTF-8 character unless a fixture gave it so. Views the
// text and its chunking: both outlive the cutter.
#pragma once

#include "mock/reply.hpp"

#include <string_view>

namespace parley::mock {

class piece_cutter {
public:
    piece_cutter() = default;
    piece_cutter(const chunking& how, std::string_view text) : how_(&how), rest_(has_given() ? "" : text) {}

    bool done() const { return rest_.empty() && !has_given(); }

    // Not beyond the byte `end` of the text; empty only at the end, or when `end` is reached.
    std::string_view next(std::size_t end = std::string_view::npos);

    // Bytes given so far.
    std::size_t position() const { return position_; }

private:
    // Given pieces take the place of the text, also empty ones.
    bool has_given() const
    {
        return how_ && how_->by == chunking::unit::given && given_ < how_->pieces.size();
    }
    std::size_t natural_bytes() const;

    const chunking* how_ = nullptr;
    std::size_t given_ = 0;  // the next exact piece; before `rest_`, whose beginning depends on it
    std::string_view rest_;  // of unit::given: of the piece under way
    std::size_t position_ = 0;
};

// The text as one: exact pieces joined when that is all there is.
std::string whole_text(std::string_view text, const chunking& how);

}  // namespace parley::mock
