#include "ingest/splitter/spans.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace parley::ingest {
namespace {

// How far from its middle a long text is searched for a mark: keeps cutting linear in its length.
constexpr std::size_t search_bytes_max = 2 * soft_cap_characters;

std::size_t skip_white_space(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        const auto next = utf8::decode(text.substr(at));
        if (!is_white_space(next.code_point)) break;
        at += next.bytes;
    }
    return at;
}

bool is_closing_mark(char32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0xBB ||
           c == 0x300D || c == 0x300F || c == 0xFF09;
}

char32_t character_at(std::string_view text, std::size_t at)
{
    return at < text.size() ? utf8::decode(text.substr(at)).code_point : U'\0';
}

// Where the sentence ends whose ender ends at `after`, with the marks that belong to it; 0 if that ender
// ends none: "3.14" and "main.cpp" (something follows at once), "e.g. this" (a small letter follows).
std::size_t sentence_end(std::string_view text, char32_t ender, std::size_t after)
{
    if (ender < 0x80 && is_letter_or_digit(character_at(text, after))) return 0;
    std::size_t end = after;
    for (auto c = character_at(text, end); is_sentence_ender(c) || is_closing_mark(c);
         c = character_at(text, end))
        end += utf8::decode(text.substr(end)).bytes;

    const auto next = skip_white_space(text, end);
    const bool same_paragraph = text.substr(end, next - end).find("\n\n") == std::string_view::npos;
    if (ender == '.' && end == after && same_paragraph && is_lower_case(character_at(text, next))) return 0;
    return end;
}

// A line feed ends a span when the next line begins something new: an item, a row, a line of code.
bool line_ends_span(std::string_view text, std::size_t next_line)
{
    return next_line < text.size() && !is_lower_case(character_at(text, next_line));
}

// The span that begins at `begin`, before anything is cut for its length.
std::size_t span_end(std::string_view text, std::size_t begin)
{
    const auto content = skip_white_space(text, begin);
    for (std::size_t at = content; at < text.size();) {
        const auto here = utf8::decode(text.substr(at));
        const auto after = at + here.bytes;
        if (is_sentence_ender(here.code_point)) {
            if (const auto end = sentence_end(text, here.code_point, after); end != 0) return end;
        } else if (here.code_point == '\n' &&
                   (character_at(text, after) == '\n' || line_ends_span(text, after))) {
            return at;
        }
        at = after;
    }
    return text.size();
}

// Where a text that is too long is cut: near its middle, after an ender, else a line end, else a word
// break, else anywhere between two characters.
std::size_t cut_of(std::string_view text)
{
    const auto middle = text.size() / 2;
    const auto distance_max = std::min(middle - text.size() / 3, search_bytes_max);
    const auto find_cut = [text, middle, distance_max](auto is_cut) -> std::size_t {
        for (std::size_t distance = 0; distance < distance_max; ++distance)
            for (const auto at : {middle - distance, middle + distance}) {
                const bool continuation = (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
                if (continuation) continue;
                const auto here = utf8::decode(text.substr(at));
                if (is_cut(here.code_point) && at + here.bytes < text.size()) return at + here.bytes;
            }
        return 0;
    };
    if (const auto cut = find_cut(is_sentence_ender); cut > 0) return cut;
    if (const auto cut = find_cut([](char32_t c) { return c == '\n'; }); cut > 0) return cut;
    if (const auto cut = find_cut(is_word_break); cut > 0) return cut;
    auto cut = middle;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    return cut;
}

// Adds [begin, end) in pieces that fit; only the first opens what the whole opens.
void add_pieces(std::string_view text, span whole, std::vector<span>& into)
{
    const auto content = text.substr(whole.begin, whole.end - whole.begin);
    whole.size = size_of(content);
    if (whole.size.is_within(soft_cap_characters)) {
        into.push_back(whole);
        return;
    }
    const auto cut = whole.begin + cut_of(content);
    add_pieces(text, {whole.begin, cut, {}, whole.opens}, into);
    add_pieces(text, {cut, whole.end, {}, opening::sentence}, into);
}

bool paragraph_begins(std::string_view text, std::size_t begin)
{
    return begin == 0 || text.substr(begin).starts_with("\n\n");
}

}  // namespace

std::vector<span> spans_of(const page& page)
{
    const std::string_view text = page.text;
    std::vector<span> spans;
    auto next_heading = page.headings.begin();
    for (std::size_t begin = 0; begin < text.size();) {
        auto end = span_end(text, begin);
        auto opens = paragraph_begins(text, begin) ? opening::paragraph : opening::sentence;
        const auto content = skip_white_space(text, begin);
        while (next_heading != page.headings.end() && next_heading->begin < content) ++next_heading;
        for (; next_heading != page.headings.end() && next_heading->begin < end; ++next_heading) {
            opens = opening::heading;
            const auto line_end = std::min(text.find('\n', next_heading->begin), text.size());
            end = std::max(end, span_end(text, line_end));
        }
        if (skip_white_space(text, end) == text.size()) end = text.size();
        add_pieces(text, {begin, end, {}, opens}, spans);
        begin = end;
    }
    return spans;
}

std::size_t last_sentence_begin(std::string_view text)
{
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto here = utf8::decode(text.substr(at));
        at += here.bytes;
        if (!is_sentence_ender(here.code_point)) continue;
        const auto end = sentence_end(text, here.code_point, at);
        if (end != 0 && end < text.size()) begin = end;
    }
    return begin;
}

}  // namespace parley::ingest
