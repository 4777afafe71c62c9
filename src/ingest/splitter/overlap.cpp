#include "base/utf8.hpp"
#include "ingest/splitter/draft.hpp"
#include "ingest/text/clean.hpp"

namespace parley::ingest {
namespace {

constexpr std::size_t overlap_characters_max = 2 * overlap_characters;
constexpr std::size_t words_may_end_at = overlap_characters + 20;

// The first 100 characters of `text`, and on to the end of the sentence or word, up to 200.
std::string_view beginning_of(std::string_view text)
{
    std::size_t at = 0;
    std::size_t whole_words = 0;  // bytes up to the last word break after the first 100 characters
    for (std::size_t count = 1; at < text.size() && count <= overlap_characters_max; ++count) {
        const auto here = utf8::decode(text.substr(at));
        at += here.bytes;
        if (count < overlap_characters) continue;
        const bool inside_word =
            at < text.size() && is_letter_or_digit(utf8::decode(text.substr(at)).code_point);
        if (is_sentence_ender(here.code_point) && !inside_word) return text.substr(0, at);
        if (!is_word_break(here.code_point)) continue;
        whole_words = at;
        if (count > words_may_end_at) return text.substr(0, at);
    }
    return at == text.size() || whole_words == 0 ? text.substr(0, at) : text.substr(0, whole_words);
}

// The longest beginning of `extra` that ends at a mark and fits behind `text`.
std::string_view fitting(std::string_view text, std::string_view extra)
{
    const auto size = size_of(text);
    const auto fits = [size](std::string_view part) {
        return (size + text_size{1, 1} + size_of(part)).is_within(soft_cap_characters);
    };
    while (!extra.empty() && !fits(extra)) {
        std::size_t at = extra.size() - 1;
        while (at > 0) {
            const char32_t c = character_before(extra, at);
            if (is_word_break(c) || is_sentence_ender(c)) break;
            --at;
        }
        extra = extra.substr(0, at);
    }
    return extra;
}

}  // namespace

void add_overlaps(std::vector<draft>& drafts)
{
    // From left to right, each from its neighbour's own text, which has not been added to yet.
    for (std::size_t i = 0; i + 1 < drafts.size(); ++i) {
        auto& here = drafts[i];
        const auto& next = drafts[i + 1];
        const bool same_page = here.page_last == next.page_first;
        if (!same_page && !continues(here.text, next.text)) continue;
        const auto extra = fitting(here.text, beginning_of(next.text));
        if (is_blank(extra) || here.text.ends_with(extra)) continue;
        here.text = same_page ? here.text + std::string(extra) : joined(here.text, extra);
    }
}

}  // namespace parley::ingest
