// Fills in what a fixture's texts take from the request: `{{last_user}}`, `{{model}}`, `{{turn}}`, `{{nth}}`,
// `{{system}}`, `{{last_tool}}`, and `{{0}}`, `{{1}}` … for what a regular expression caught.
//
// A name that is not known stays as it is written. Positions of pauses move with the text.
#pragma once

#include "mock/match.hpp"

namespace parley::mock {

std::string fill_in(std::string_view text, const facts& about, const std::vector<std::string>& captures);

// All texts of a reply.
reply fill_in(const reply& from, const facts& about, const std::vector<std::string>& captures);

}  // namespace parley::mock
