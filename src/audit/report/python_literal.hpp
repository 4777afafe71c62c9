// Values as Python's `str` and `repr` write them, for the files that are shared with its tools.
#pragma once

#include "audit/results.hpp"

namespace parley::audit {

std::string python_name(impact weight);  // "None" when there is none

// `['cat.color', "it's"]`: single quotes unless the text holds one and no double one.
std::string python_list(const std::vector<std::string>& texts);

// The shortest digits that read back as `number`, with an exponent only where Python has one.
std::string python_number(double number);

}  // namespace parley::audit
