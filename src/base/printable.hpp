// Text from outside made fit to show: valid UTF-8 in which nothing commands a terminal or forges a line.
//
// Control characters are those below U+0020, U+007F and U+0080 to U+009F, which 8-bit terminals obey.
#pragma once

#include <string>
#include <string_view>

namespace parley {

// Control characters, and what else ends a line.
bool commands_terminal(char32_t c);

// Without control characters but line feeds and tabs. A byte that is no character becomes U+FFFD.
std::string printable(std::string_view text);

// On one line: white space and control characters in a row become one blank, none at either end.
std::string printable_line(std::string_view text);

}  // namespace parley
