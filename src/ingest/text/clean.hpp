// Makes text even: what looks the same becomes the same, and what cannot be read goes.
//
// Ligatures become letters, every kind of space a space, every kind of line end a line feed; control
// characters, private characters and those that cannot be seen are dropped, but for one that shapes the
// character in front of it (invisible.hpp). Linear in the input.
#pragma once

#include <string>
#include <string_view>

namespace parley::ingest {

std::string clean(std::string_view text);

// `line` without spaces at its ends, and with single spaces inside.
std::string single_spaced(std::string_view line);

bool is_blank(std::string_view text);

}  // namespace parley::ingest
