// Patterns with `*` for any characters, also none, and everything else as it stands.
#pragma once

#include <string_view>

namespace parley::audit {

bool matches_glob(std::string_view text, std::string_view pattern);

}  // namespace parley::audit
