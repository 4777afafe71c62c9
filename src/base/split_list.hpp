// Lists as people write them into one value: `a, b` as its items, without blanks and without empty ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::ascii {

std::vector<std::string> split_list(std::string_view list, char between);

}  // namespace parley::ascii
