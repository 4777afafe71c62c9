#include "ingest/text/unwrap.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "ingest/text/clean.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <span>

namespace parley::ingest {
namespace {

constexpr std::size_t wrapped_bytes_min = 30;        // shorter lines were not broken by a margin
constexpr std::size_t width_bytes_max = 400;         // beyond this, lines are not made for a page
constexpr std::size_t paragraph_lines_max = 4096;    // held in memory at once
constexpr std::size_t width_percentile = 90;         // a few tables and addresses run over any margin
constexpr std::size_t overlong_percent = 115;        // a line longer than this says nothing of the margin
constexpr std::size_t full_line_percent = 80;        // ragged right margins, and letters of different widths
constexpr std::size_t column_percent = 50;           // of the page's width: two columns are prose too
constexpr std::size_t hyphenated_words_max = 20000;  // bounded, and more than a language has

bool starts_lower(std::string_view text)
{
    const auto c = utf8::decode(text).code_point;
    return utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_LL;
}

bool starts_with_letter(std::string_view text)
{
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(utf8::decode(text).code_point));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

// "3. ", "12) ", "a) ", "2.1 Title"
bool starts_with_number_mark(std::string_view line)
{
    std::size_t i = 0;
    while (i < line.size() && (ascii::is_digit(line[i]) || (i > 0 && line[i] == '.'))) ++i;
    if (i == 0 && line.size() > 1 && ascii::is_letter(line[0]) && line[1] == ')') return true;
    if (i == 0 || i >= line.size()) return false;
    return line[i] == ')' || (line[i] == ' ' && line.substr(0, i).find('.') != std::string_view::npos);
}

bool may_continue(std::string_view next)
{
    if (starts_with_number_mark(next)) return false;
    const char first = next[0];
    return starts_with_letter(next) || ascii::is_digit(first) || first == '(' || first == '"' ||
           first == '\'' || next.starts_with("“") || next.starts_with("‘");
}

bool ends_openly(std::string_view line)
{
    constexpr std::string_view closing = ".!?:;{}|=>\\";
    return closing.find(line.back()) == std::string_view::npos;
}

std::string_view take_line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

std::size_t usual_width(std::string_view text)
{
    std::array<std::size_t, width_bytes_max + 1> count{};
    std::size_t lines = 0;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (is_blank(line)) continue;
        ++count[std::min(line.size(), width_bytes_max)];
        ++lines;
    }
    const auto rank = (lines * width_percentile + 99) / 100;
    std::size_t width = 0;
    for (std::size_t below = count[0]; below < rank; below += count[width]) ++width;
    return width;
}

std::string_view last_word(std::string_view line)
{
    std::size_t begin = line.size();
    while (begin > 0 && ascii::is_letter(line[begin - 1])) --begin;
    return line.substr(begin);
}

std::string_view first_word(std::string_view line)
{
    std::size_t end = 0;
    while (end < line.size() && ascii::is_letter(line[end])) ++end;
    return line.substr(0, end);
}

// Whether `line` ends in a word cut by a hyphen that goes on in `next`.
bool is_cut_word(std::string_view line, std::string_view next)
{
    if (line.size() < 3 || line.back() != '-' || !starts_lower(next)) return false;
    return !last_word(line.substr(0, line.size() - 1)).empty();
}

class unwrapper {
public:
    unwrapper(std::string_view text, const hyphenated_words& hyphenated)
        : hyphenated_(hyphenated), rest_(text), page_width_(usual_width(text))
    {
        whole_.reserve(text.size());
    }

    std::string unwrap()
    {
        std::vector<std::string> paragraph;
        while (!rest_.empty()) {
            std::string line = single_spaced(take_line(rest_));
            const bool ends = line.empty() || paragraph.size() == paragraph_lines_max;
            if (ends) add_paragraph(paragraph);
            if (ends) paragraph.clear();
            if (!line.empty()) paragraph.push_back(std::move(line));
        }
        add_paragraph(paragraph);
        return std::move(whole_);
    }

private:
    void add_paragraph(std::span<const std::string> lines)
    {
        if (lines.empty()) return;
        if (!whole_.empty()) whole_ += "\n\n";
        const auto widest = std::ranges::max(lines, {}, &std::string::size).size();
        const auto longest = std::min(widest, page_width_ * overlong_percent / 100);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            whole_ += lines[i];
            if (i + 1 < lines.size()) join(lines[i], lines[i + 1], longest);
        }
    }

    void join(std::string_view line, std::string_view next, std::size_t longest)
    {
        if (is_cut_word(line, next)) {
            const auto left = last_word(line.substr(0, line.size() - 1));
            if (!hyphenated_.knows(left, first_word(next))) whole_.pop_back();
        } else {
            whole_ += is_wrapped(line, next, longest) ? ' ' : '\n';
        }
    }

    // The line was full: the next word would not have fitted before the margin.
    bool is_wrapped(std::string_view line, std::string_view next, std::size_t longest) const
    {
        if (line.size() < wrapped_bytes_min || line.size() * 100 < page_width_ * column_percent) return false;
        const auto needed = line.size() + 1 + std::min(next.find(' '), next.size());
        return needed * 100 >= longest * full_line_percent && ends_openly(line) && may_continue(next);
    }

    const hyphenated_words& hyphenated_;
    std::string_view rest_;
    std::size_t page_width_;
    std::string whole_;
};

}  // namespace

void hyphenated_words::learn_from(std::string_view text)
{
    for (auto at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
        if (words_.size() >= hyphenated_words_max) return;
        const auto left = last_word(text.substr(at > 40 ? at - 40 : 0, at > 40 ? 40 : at));
        const auto right = first_word(text.substr(at + 1, 40));
        if (!left.empty() && !right.empty()) words_.insert(std::string(left) + "-" + std::string(right));
    }
}

bool hyphenated_words::knows(std::string_view left, std::string_view right) const
{
    return words_.contains(std::string(left) + "-" + std::string(right));
}

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) lines.push_back(take_line(text));
    return lines;
}

std::string unwrap(std::string_view text, const hyphenated_words& hyphenated)
{
    return unwrapper(text, hyphenated).unwrap();
}

}  // namespace parley::ingest
