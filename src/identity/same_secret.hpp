// Compares what somebody sent with a secret, without telling by the time it takes how much of it was right.
#pragma once

#include "base/secret.hpp"

#include <string_view>

namespace parley::identity {

// Only the length shows. An empty secret is nobody's.
bool is_same(const secret& expected, std::string_view given);

}  // namespace parley::identity
