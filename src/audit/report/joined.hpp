// Texts in a row, with something between them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::audit {

std::string joined(const std::vector<std::string>& texts, std::string_view between);

}  // namespace parley::audit
