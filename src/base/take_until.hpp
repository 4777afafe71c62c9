// One part after the other of a text with separators, such as the fields of a header.
#pragma once

#include <algorithm>
#include <string_view>

namespace parley::ascii {

// The text up to `end`, or all of it; both are taken from `rest`.
constexpr std::string_view take_until(std::string_view& rest, char end)
{
    const auto taken = rest.substr(0, rest.find(end));
    rest.remove_prefix(std::min(rest.size(), taken.size() + 1));
    return taken;
}

}  // namespace parley::ascii
