// Whether a text is on a list. For short lists: searched from front to back.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace parley {

constexpr bool is_one_of(std::span<const std::string_view> list, std::string_view text)
{
    return std::ranges::find(list, text) != list.end();
}

}  // namespace parley
