#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "ingest/splitter/draft.hpp"
#include "ingest/splitter/spans.hpp"
#include "ingest/text/clean.hpp"

namespace parley::ingest {
namespace {

bool fit_together(std::string_view before, std::string_view after)
{
    const text_size space{1, 1};
    return (size_of(before) + space + size_of(after)).is_within(soft_cap_characters);
}

// Where the longest end of `fragment` begins that starts after a word break and fits before `next`.
std::size_t movable_begin(std::string_view fragment, std::string_view next)
{
    for (std::size_t at = 0; at < fragment.size();) {
        const auto here = utf8::decode(fragment.substr(at));
        at += here.bytes;
        if (is_word_break(here.code_point) && fit_together(fragment.substr(at), next)) return at;
    }
    return fragment.size();
}

}  // namespace

std::string joined(std::string_view before, std::string_view after)
{
    std::string text(before);
    const bool bare = before.empty() || after.empty();
    const char last = bare ? ' ' : before.back();
    const bool apart = bare || last == '>' || last == '-' || ascii::is_white_space(last) ||
                       ascii::is_white_space(after.front());
    if (!apart) text += ' ';
    return text += after;
}

bool continues(std::string_view before, std::string_view after)
{
    before = ascii::trimmed_right(before);
    after = ascii::trimmed_left(after);
    if (before.empty() || after.empty()) return false;
    return !is_sentence_ender(character_before(before, before.size())) &&
           is_lower_case(utf8::decode(after).code_point);
}

void add_across_page_break(draft next, std::vector<draft>& to)
{
    if (to.empty() || !continues(to.back().text, next.text)) {
        to.push_back(std::move(next));
        return;
    }
    draft& last = to.back();
    if (fit_together(last.text, next.text)) {
        last.text = joined(last.text, next.text);
        last.page_last = next.page_last;
        return;
    }
    auto begin = last_sentence_begin(last.text);
    const auto fragment = std::string_view(last.text).substr(begin);
    if (!fit_together(fragment, next.text)) begin += movable_begin(fragment, next.text);

    const auto moved = ascii::trimmed_left(std::string_view(last.text).substr(begin));
    if (!moved.empty()) {
        next.text = joined(moved, next.text);
        next.page_first = last.page_last;
        last.text.resize(begin);
    }
    if (is_blank(last.text)) to.pop_back();
    to.push_back(std::move(next));
}

}  // namespace parley::ingest
