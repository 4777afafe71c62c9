// Takes what looks like a token out of a text that comes from outside, before it goes into a message.
#pragma once

#include <string>
#include <string_view>

namespace parley::identity {

// `text` with each JWT (`eyJ….….…`, also one that was cut off) replaced by `***`.
std::string redacted(std::string_view text);

}  // namespace parley::identity
