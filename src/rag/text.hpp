// Comparing short texts: citations, words, lines.
//
// Pure. White space is that of ASCII; upper and lower case are those of Unicode, character by character.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace parley::rag {

// `text` with upper and lower case made equal.
std::string case_folded(std::string_view text);

// As comparing what case_folded() returns, without making it.
bool equals_without_case(std::string_view one, std::string_view other);

// `text` without white space at its ends.
std::string_view trimmed(std::string_view text);

// For short lists: searched from front to back.
inline bool is_one_of(std::span<const std::string_view> list, std::string_view text)
{
    return std::ranges::find(list, text) != list.end();
}

}  // namespace parley::rag
