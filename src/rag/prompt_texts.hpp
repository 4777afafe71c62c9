// The templates of prompts/, as the build puts them into the library.
#pragma once

#include <string_view>

namespace parley::rag {

std::string_view answer_text();
std::string_view question_text();
std::string_view suggestions_text();
std::string_view query_text();

}  // namespace parley::rag
