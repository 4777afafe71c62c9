// English words so frequent that they say nothing about what a question is about.
//
// Removed from queries only: documents keep every word, so that a question of nothing but stop words
// ("to be or not to be") still finds its passage.
#pragma once

#include <string_view>

namespace parley::retrieval {

// `word` is case-folded and not stemmed.
bool is_stop_word(std::string_view word);

}  // namespace parley::retrieval
