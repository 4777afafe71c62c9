// Text as it is compared when a history is searched: without case and accents.
//
// Parts of words are found, in every script. Pure.
#pragma once

#include <string>
#include <string_view>

namespace parley::history {

// Malformed UTF-8 is read as U+FFFD.
std::string folded(std::string_view text);

}  // namespace parley::history
