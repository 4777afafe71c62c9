// Vectors for texts without a model: the same text has the same vector, and similar texts are near.
//
// Words, pairs of words and runs of three characters are features; each adds to a few places of the vector
// that its hash chooses. Case, marks and white space count for nothing. No meaning: only words in common.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace parley::mock {

// Of unit length, also for a text without words.
std::vector<float> embed(std::string_view text, std::size_t dimensions);

// The first `dimensions` of a vector, of unit length again: how models shorten theirs.
void shorten(std::vector<float>& vector, std::size_t dimensions);

// How long the vectors of a model are; 0: a model we do not know.
std::size_t dimensions_of(std::string_view model);

// Whether a request may ask for fewer.
bool can_shorten(std::string_view model);

}  // namespace parley::mock
