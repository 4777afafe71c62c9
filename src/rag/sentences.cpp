#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "rag/units.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace parley::rag {
namespace {

// A full stop after these ends no sentence. Lower case, sorted.
constexpr auto abbreviations = std::to_array<std::string_view>(
    {"al",   "approx", "art", "bzw", "ca",  "cf",   "ch",  "co",  "dept", "dr", "e.g",
     "ed",   "eq",     "est", "etc", "fig", "figs", "i.e", "inc", "incl", "jr", "ltd",
     "max",  "min",    "mr",  "mrs", "ms",  "no",   "nos", "nr",  "p",    "pp", "prof",
     "resp", "sec",    "sr",  "st",  "u.a", "usw",  "vgl", "vol", "vs",   "z.b"});
static_assert(std::ranges::is_sorted(abbreviations));

bool is_wide_ender(char32_t c)  // these need no space behind them
{
    return c == U'。' || c == U'！' || c == U'？' || c == U'‼' || c == U'⁇' || c == U'⁈' || c == U'⁉';
}

bool is_closer(char32_t c)
{
    return c == U'"' || c == U'\'' || c == U')' || c == U']' || c == U'”' || c == U'’' || c == U'»' ||
           c == U'」';
}

bool is_lower_case(char32_t c)
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_LL;
}

// The full stop at `at` belongs to an abbreviation, to initials or to the number of a list or section.
bool is_inner_stop(std::string_view text, std::size_t at, std::size_t sentence_begin)
{
    const auto space = text.substr(0, at).find_last_of(" (");
    const auto begin = space == std::string_view::npos ? 0 : space + 1;
    const auto word_begin = std::max(begin, sentence_begin);
    const std::string last_word = ascii::lower_case(text.substr(word_begin, at - word_begin));
    const bool is_initial = last_word.size() == 1 && ascii::is_letter(last_word[0]);
    const bool is_only_number = begin <= sentence_begin && last_word.size() <= 3 && !last_word.empty() &&
                                std::ranges::all_of(last_word, ascii::is_digit);
    return is_initial || is_only_number || std::ranges::binary_search(abbreviations, last_word);
}

// Where a sentence that has an ender at `at` ends, behind closing quotes; 0 when it goes on.
std::size_t end_of_sentence(std::string_view text, std::size_t at, std::size_t sentence_begin)
{
    const auto ender = utf8::decode(text.substr(at));
    std::size_t end = at + ender.bytes;
    const bool is_wide = is_wide_ender(ender.code_point);
    const char narrow = text[at];
    if (!is_wide && narrow != '.' && narrow != '!' && narrow != '?') return 0;

    while (end < text.size()) {
        const auto next = utf8::decode(text.substr(end));
        if (!is_closer(next.code_point)) break;
        end += next.bytes;
    }
    if (is_wide || end == text.size()) return end;
    if (text[end] != ' ') return 0;
    if (narrow != '.') return end;
    const auto next = utf8::decode(text.substr(std::min(end + 1, text.size() - 1)));
    return is_lower_case(next.code_point) || is_inner_stop(text, at, sentence_begin) ? 0 : end;
}

}  // namespace

std::vector<std::string_view> sentences_of(std::string_view text)
{
    std::vector<std::string_view> sentences;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = end_of_sentence(text, at, begin);
        if (end == 0) {
            at += utf8::decode(text.substr(at)).bytes;
            continue;
        }
        sentences.push_back(text.substr(begin, end - begin));
        begin = std::min(text.find_first_not_of(' ', end), text.size());
        at = begin;
    }
    if (begin < text.size()) sentences.push_back(text.substr(begin));
    return sentences;
}

}  // namespace parley::rag
