// English stems (Snowball), remembered: most words of a text were seen a moment ago.
//
// Not thread-safe. A fixed table of about 400 KB: a new word takes the place of the one that was in its
// slot, so no text can make it grow.
#pragma once

#include <array>
#include <memory>
#include <string_view>

struct sb_stemmer;

namespace parley::retrieval {

class stem_cache {
public:
    stem_cache();

    // `word` is case-folded and holds no digits. The view is valid until the next call.
    std::string_view stem(std::string_view word);

private:
    static constexpr std::size_t word_bytes_max = 22;  // longer words are rare: stemmed each time
    struct entry {
        unsigned char word_bytes = 0;
        unsigned char stem_bytes = 0;
        std::array<char, word_bytes_max> word{};
        std::array<char, word_bytes_max + 2> stem{};
    };
    struct deleter {
        void operator()(sb_stemmer* stemmer) const;
    };

    static constexpr std::size_t entries = 8192;  // a power of two
    std::unique_ptr<sb_stemmer, deleter> stemmer_;
    std::unique_ptr<entry[]> table_;
};

}  // namespace parley::retrieval
