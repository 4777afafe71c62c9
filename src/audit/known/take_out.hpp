// Takes elements out of what was found, and with the last of them their rule.
#pragma once

#include "audit/results.hpp"

#include <functional>

namespace parley::audit {

using element_test = std::function<bool(const finding& of, const node& element)>;

// Out of violations and of what axe cannot tell; the JSON stays as axe made it. Gives how many were taken.
std::size_t take_out(page_results& of, const element_test& is_taken);

}  // namespace parley::audit
