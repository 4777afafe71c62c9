#include "rag/follow_up.hpp"

#include "base/is_one_of.hpp"
#include "base/utf8.hpp"
#include "rag/words.hpp"

#include <algorithm>
#include <array>

namespace parley::rag {
namespace {

constexpr std::size_t short_words_max = 2;    // words that carry meaning; fewer may not stand alone
constexpr std::size_t pronoun_words_max = 4;  // with more than these, "it" is hardly about an earlier turn
constexpr std::size_t turns_back_max = 3;
constexpr std::size_t turn_bytes_max = 1000;  // of an earlier question; more is a pasted text, not a topic

constexpr auto openers = std::to_array<std::string_view>({"and", "but", "or", "also", "then", "so"});
constexpr auto pronouns =
    std::to_array<std::string_view>({"he", "her", "him", "his", "it", "its", "one", "ones", "she", "that",
                                     "their", "theirs", "them", "these", "they", "this", "those"});

}  // namespace

dependence dependence_of(std::string_view question_text)
{
    const auto words = words_of(utf8::prefix(question_text, turn_bytes_max));
    if (words.empty()) return dependence::none;
    const auto meaningful = std::ranges::count_if(words, [](const word& w) { return !w.is_stop_word; });
    const bool asks_about = words.size() > 1 && words[1].lower == "about" &&
                            (words[0].lower == "what" || words[0].lower == "how");
    if (asks_about || is_one_of(openers, words[0].lower)) return dependence::certain;
    const bool has_pronoun =
        std::ranges::any_of(words, [](const word& w) { return is_one_of(pronouns, w.lower); });
    if (has_pronoun && meaningful <= static_cast<std::ptrdiff_t>(pronoun_words_max))
        return dependence::certain;
    return meaningful <= static_cast<std::ptrdiff_t>(short_words_max) ? dependence::possible
                                                                      : dependence::none;
}

std::string borrowed_text(const question& asked)
{
    std::string borrowed;
    if (asked.history.empty()) return borrowed;
    auto leaning = dependence_of(asked.text);
    std::size_t turns = 0;
    for (auto said = asked.history.rbegin(); said != asked.history.rend() && turns < turns_back_max; ++said) {
        if (said->role != "user") continue;
        if (leaning == dependence::none) break;
        if (!borrowed.empty()) borrowed += ' ';
        borrowed += utf8::prefix(said->content, turn_bytes_max);
        // Beyond the last question only what certainly refers further back is worth its noise.
        leaning =
            dependence_of(said->content) == dependence::certain ? dependence::certain : dependence::none;
        ++turns;
    }
    return borrowed;
}

std::string retrieval_query(const question& asked)
{
    const auto borrowed = borrowed_text(asked);
    return borrowed.empty() ? asked.text : asked.text + " " + borrowed;
}

}  // namespace parley::rag
