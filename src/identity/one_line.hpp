// Text from outside, made fit for one line of ours: a message, a log line, a terminal.
#pragma once

#include <string>
#include <string_view>

namespace parley::identity {

// At most 512 bytes of valid UTF-8, without control characters and with `***` for what looks like a token.
std::string as_one_line(std::string_view text);

}  // namespace parley::identity
