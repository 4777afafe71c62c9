// Text from outside, made fit for one line of ours: a message, a log line, a terminal.
#pragma once

#include <string>
#include <string_view>

namespace parley::identity {

// A printable line of at most `bytes_max` bytes, with `***` for what looks like a token.
std::string as_one_line(std::string_view text, std::size_t bytes_max = 512);

}  // namespace parley::identity
