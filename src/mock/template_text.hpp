// Fills in what a fixture's texts take from the request: `{{last_user}}`, `{{model}}`, `{{turn}}`, `{{nth}}`,
// `{{system}}`, `{{last_tool}}`, and `{{0}}`, `{{1}}` … for what a regular expression caught.
//
// A name that is not known stays as it is written. Positions of pauses move with the text. Within strings of
// JSON a value is escaped, so that what a person wrote, quotes and all, leaves the JSON whole; elsewhere in
// JSON, and in texts, it stands as it is.
#pragma once

#include "mock/match.hpp"

#include <array>

namespace parley::mock {

// What is filled in by name.
inline constexpr std::array<std::string_view, 6> template_names = {"last_user", "system", "model",
                                                                   "turn",      "nth",    "last_tool"};

enum class filled_as { text, json };

std::string fill_in(std::string_view text, const facts& about, const std::vector<std::string>& captures,
                    filled_as kind = filled_as::text);

// All texts of a reply.
reply fill_in(const reply& from, const facts& about, const std::vector<std::string>& captures);

}  // namespace parley::mock
