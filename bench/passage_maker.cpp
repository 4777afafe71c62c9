#include "passage_maker.hpp"

#include <algorithm>

namespace parley::bench {
namespace {

constexpr std::size_t words_per_passage = 147;

std::size_t words_in(std::string_view text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

}  // namespace

passage_maker::passage_maker(const beir_collection& from, std::uint32_t seed) : random_(seed)
{
    for (const auto& document : from.documents) {
        std::size_t begin = 0;
        for (std::size_t end; (end = document.text.find(". ", begin)) != std::string::npos; begin = end + 2)
            sentences_.push_back(document.text.substr(begin, end + 1 - begin));
        sentences_.push_back(document.text.substr(begin));
    }
}

std::string passage_maker::next()
{
    std::string passage;
    // Half a sentence less, so that the mean length is right and not the shortest.
    for (std::size_t words = 0; words + 11 < words_per_passage;) {
        const auto& sentence = sentences_[random_() % sentences_.size()];
        words += words_in(sentence);
        passage += passage.empty() ? sentence : " " + sentence;
    }
    return passage;
}

}  // namespace parley::bench
