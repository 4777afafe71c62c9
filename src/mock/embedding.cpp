#include "mock/embedding.hpp"

#include "base/ascii.hpp"
#include "mock/random.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace parley::mock {
namespace {

constexpr float word_weight = 1.0F;
constexpr float pair_weight = 0.5F;
constexpr float run_weight = 0.35F;
constexpr std::size_t places_per_feature = 24;  // few enough to be quick, many enough to meet rarely
constexpr std::size_t front = 8;                // dimensions that every feature has a place in
constexpr std::size_t run_bytes = 3;

// FNV-1a.
std::uint64_t hash_of(std::string_view text, std::uint64_t hash)
{
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

class vector_maker {
public:
    explicit vector_maker(std::size_t dimensions) : vector_(dimensions, 0.0F) {}

    // Most places lie in the front of the vector, so that a shortened one still tells texts apart.
    void add(std::uint64_t feature, float weight)
    {
        random_numbers places(feature);
        for (std::size_t i = 0; i < places_per_feature; ++i) {
            const auto bits = places.next();
            const auto range = i == 0 ? front : std::max(front, vector_.size() >> (i % 4));
            const auto place = static_cast<std::size_t>((bits >> 1U) % std::min(range, vector_.size()));
            vector_[place] += (bits & 1U) == 0 ? weight : -weight;
        }
    }

    void add_word(std::string_view word)
    {
        constexpr std::uint64_t words = 0xcbf29ce484222325ULL;
        constexpr std::uint64_t pairs = 0x9ae16a3b2f90404fULL;
        constexpr std::uint64_t runs = 0xd6e8feb86659fd93ULL;
        const auto hash = hash_of(word, words);
        add(hash, word_weight);
        if (before_ != 0) add(mixed(before_ ^ pairs) + hash, pair_weight);
        before_ = hash;
        const std::string framed = " " + std::string(word) + " ";
        for (std::size_t i = 0; i + run_bytes <= framed.size(); ++i)
            add(hash_of(std::string_view(framed).substr(i, run_bytes), runs), run_weight);
    }

    std::vector<float> take() { return std::move(vector_); }

private:
    std::vector<float> vector_;
    std::uint64_t before_ = 0;  // hash of the word before
};

bool is_of_word(char c)
{
    return ascii::is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

void make_unit(std::vector<float>& vector)
{
    double squares = 0;
    for (const float value : vector) squares += static_cast<double>(value) * static_cast<double>(value);
    if (squares == 0) {
        vector.front() = 1.0F;
        return;
    }
    const double length = std::sqrt(squares);
    for (float& value : vector) value = static_cast<float>(static_cast<double>(value) / length);
}

}  // namespace

std::vector<float> embed(std::string_view text, std::size_t dimensions)
{
    vector_maker maker(dimensions);
    std::string word;
    for (const char c : text) {
        if (is_of_word(c)) {
            word += ascii::lower(c);
        } else if (!word.empty()) {
            maker.add_word(word);
            word.clear();
        }
    }
    if (!word.empty()) maker.add_word(word);
    auto vector = maker.take();
    make_unit(vector);
    return vector;
}

void shorten(std::vector<float>& vector, std::size_t dimensions)
{
    if (dimensions >= vector.size()) return;
    vector.resize(dimensions);
    make_unit(vector);
}

std::size_t dimensions_of(std::string_view model)
{
    if (model.find("embedding-3-large") != std::string_view::npos) return 3072;
    if (model.find("embedding-3-small") != std::string_view::npos) return 1536;
    return model.find("embedding-ada-002") != std::string_view::npos ? 1536 : 0;
}

bool can_shorten(std::string_view model)
{
    return model.find("ada-002") == std::string_view::npos;
}

}  // namespace parley::mock
