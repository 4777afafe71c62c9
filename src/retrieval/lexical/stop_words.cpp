#include "retrieval/lexical/stop_words.hpp"

#include <algorithm>
#include <array>

namespace parley::retrieval {
namespace {

// Sorted, for binary search. Beside articles, pronouns and auxiliaries there are the words that questions are
// built of ("how many … may I get"): rare in documents, so BM25 would give them the most weight.
constexpr auto words = std::to_array<std::string_view>({
    // clang-format off
    "a", "about", "above", "after", "again", "against", "all", "am", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "could",
    "did", "do", "does", "doing", "down", "during", "each", "ever", "few", "for", "from", "further", "get",
    "gets", "getting", "got", "had", "has", "have", "having", "he", "her", "here", "hers", "herself", "him",
    "himself", "his", "how", "i", "if", "in", "into", "is", "it", "its", "itself", "just", "many", "may",
    "me", "might", "more", "most", "much", "must", "my", "myself", "no", "nor", "not", "now", "of", "off",
    "on", "once", "only", "or", "other", "our", "ours", "ourselves", "out", "over", "own", "per", "please",
    "same", "shall", "she", "should", "so", "some", "such", "tell", "than", "that", "the", "their",
    "theirs", "them", "themselves", "then", "there", "these", "they", "this", "those", "through", "to",
    "too", "under", "until", "up", "us", "very", "want", "wants", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "whom", "why", "will", "with", "would", "you", "your", "yours",
    "yourself", "yourselves",
    // clang-format on
});
static_assert(std::is_sorted(words.begin(), words.end()));

}  // namespace

bool is_stop_word(std::string_view word)
{
    return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace parley::retrieval
