// Comparing short texts without upper and lower case: citations, words.
//
// Pure. The cases are those of Unicode, character by character; base/ascii.hpp has those of protocols.
#pragma once

#include <string>
#include <string_view>

namespace parley::rag {

// `text` with upper and lower case made equal.
std::string case_folded(std::string_view text);

// As comparing what case_folded() returns, without making it.
bool equals_without_case(std::string_view one, std::string_view other);

}  // namespace parley::rag
