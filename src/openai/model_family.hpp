// What the name of a model lets one expect of it. A deployment's name may tell nothing.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace parley::openai {

// Families that think before they answer. They refuse any temperature, and the older name of the limit.
constexpr bool is_reasoning_model(std::string_view name)
{
    constexpr auto families = std::to_array<std::string_view>({"o1", "o3", "o4", "gpt-5"});
    return std::ranges::any_of(families, [name](std::string_view each) { return name.starts_with(each); });
}

}  // namespace parley::openai
