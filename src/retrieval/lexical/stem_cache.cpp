#include "retrieval/lexical/stem_cache.hpp"

#include <libstemmer.h>

#include <cstring>
#include <functional>
#include <stdexcept>

namespace parley::retrieval {
namespace {

std::string_view ask(sb_stemmer* stemmer, std::string_view word)
{
    const auto* symbols = reinterpret_cast<const sb_symbol*>(word.data());
    const sb_symbol* stem = sb_stemmer_stem(stemmer, symbols, static_cast<int>(word.size()));
    if (!stem) return word;  // out of memory: the word itself is a fair stem
    return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

}  // namespace

void stem_cache::deleter::operator()(sb_stemmer* stemmer) const
{
    sb_stemmer_delete(stemmer);
}

stem_cache::stem_cache() : stemmer_(sb_stemmer_new("english", "UTF_8")), table_(new entry[entries])
{
    if (!stemmer_) throw std::logic_error("libstemmer has no English stemmer");
}

std::string_view stem_cache::stem(std::string_view word)
{
    if (word.size() < 3) return word;
    if (word.size() > word_bytes_max) return ask(stemmer_.get(), word);

    entry& slot = table_[std::hash<std::string_view>()(word) & (entries - 1)];
    if (slot.word_bytes != word.size() || std::memcmp(slot.word.data(), word.data(), word.size()) != 0) {
        const std::string_view stem = ask(stemmer_.get(), word);
        if (stem.size() > slot.stem.size()) return stem;
        slot.word_bytes = static_cast<unsigned char>(word.size());
        slot.stem_bytes = static_cast<unsigned char>(stem.size());
        std::memcpy(slot.word.data(), word.data(), word.size());
        std::memcpy(slot.stem.data(), stem.data(), stem.size());
    }
    return {slot.stem.data(), slot.stem_bytes};
}

}  // namespace parley::retrieval
