#include "openai/detail/embedding_batches.hpp"

#include <algorithm>

namespace parley::openai {
namespace {

constexpr std::size_t texts_max = 2048;  // no host takes more

// On the high side: four letters of English, and one character of Chinese (three bytes), make about a token.
std::size_t estimated_tokens(std::string_view text)
{
    return text.size() / 3 + 1;
}

}  // namespace

std::vector<text_range> make_batches(const std::vector<std::string>& texts, const embedding_limits& limits)
{
    const std::size_t count_max = std::clamp<std::size_t>(limits.texts_per_request_max, 1, texts_max);
    std::vector<text_range> batches;
    std::size_t begin = 0, tokens = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::size_t more = estimated_tokens(texts[i]);
        const bool full = i - begin == count_max || tokens + more > limits.tokens_per_request_max;
        if (full && i != begin) {
            batches.push_back({begin, i});
            begin = i;
            tokens = 0;
        }
        tokens += more;
    }
    if (begin != texts.size()) batches.push_back({begin, texts.size()});
    return batches;
}

}  // namespace parley::openai
