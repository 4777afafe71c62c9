// Texts as the conditions of fixtures want them. Pure functions.
#pragma once

#include "mock/fixture.hpp"

namespace parley::mock {

// As it stands, or with both sides normalised.
bool fits(const text_condition& wanted, std::string_view text);
bool fits_normalised(const text_condition& wanted, std::string_view text);

// `exactly "hello"`, shortened.
std::string described(const text_condition& wanted);

// The beginning of a long text.
std::string shown(std::string_view text);

// Of two conditions on a text the one with more is preferred.
std::size_t exactness_of(text_condition::kind how);

// White space runs become one space, case is folded (Unicode), ends are trimmed.
std::string normalised(std::string_view text);

}  // namespace parley::mock
