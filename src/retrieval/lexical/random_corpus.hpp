// For tests: documents of made-up words, as frequent as words are, the same for the same seed.
#pragma once

#include "retrieval/lexical/index.hpp"

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace parley::retrieval {

struct random_document {
    std::string id;
    std::string category;
    std::string title;
    std::vector<std::string> passages;
};

class random_corpus {
public:
    explicit random_corpus(std::uint32_t seed) : random_(seed) {}

    std::size_t below(std::size_t limit) { return random_() % limit; }

    // Few words are frequent and many are rare. No word is changed by stemming, and none is a stop word.
    std::string word()
    {
        const double share = static_cast<double>(random_()) / static_cast<double>(std::mt19937::max());
        const auto rank = static_cast<std::size_t>(std::pow(300.0, share));
        return "w" + std::to_string(rank) + "q";
    }
    std::string words(std::size_t count)
    {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += (i ? " " : "") + word();
        return text;
    }
    random_document document(std::size_t number)
    {
        random_document made{"id" + std::to_string(number * 7919 % 1000),
                             "category" + std::to_string(below(3)),
                             words(below(4)),
                             {}};
        const std::size_t passages = below(6);
        for (std::size_t i = 0; i < passages; ++i) made.passages.push_back(words(1 + below(40)));
        return made;
    }

private:
    std::mt19937 random_;
};

// Chunk numbers come from the caller, as the store's do.
inline void add_to(lexical_index& index, std::int64_t number, const random_document& document,
                   std::int64_t first_chunk)
{
    index.start_document(number, document.id, document.category, document.title);
    for (std::size_t i = 0; i < document.passages.size(); ++i)
        index.add_passage(first_chunk + static_cast<std::int64_t>(i), static_cast<std::uint32_t>(i), "",
                          document.passages[i]);
}

}  // namespace parley::retrieval
