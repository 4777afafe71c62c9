#include "ingest/pdf/page_text.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "ingest/pdf/heading_level.hpp"
#include "ingest/pdf/running_lines.hpp"
#include "ingest/text/clean.hpp"
#include "ingest/text/unwrap.hpp"

#include <algorithm>

namespace parley::ingest {
namespace {

constexpr std::size_t title_bytes_max = 120;
constexpr std::size_t pages_per_heading_max = 25;  // with fewer, the few are numbers that look like headings
constexpr int leader_dots_min = 4;                 // three are an ellipsis

// "Name . . . . . . 12" and "Name ......... 12" keep one mark of their dots.
std::string without_leaders(std::string_view line)
{
    std::string kept;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t end = i;
        int dots = 0;
        while (end < line.size() && (line[end] == '.' || (dots > 0 && line[end] == ' ')))
            dots += line[end++] == '.';
        if (dots >= leader_dots_min) {
            kept += " … ";
            i = end;
        } else {
            kept += line[i++];
        }
    }
    return kept;
}

// Headings and rows with leaders stand as paragraphs of their own, so that unwrapping does not take them
// into the text around them.
std::string with_lines_apart(std::string_view raw)
{
    std::string text;
    text.reserve(raw.size() + 64);
    bool top_of_page = true;
    for (const auto line : lines_of(raw)) {
        const std::string even = single_spaced(line);
        const std::string shortened = without_leaders(line);
        const bool is_heading = heading_level(even) > 0 || (top_of_page && is_chapter_opening(even));
        const bool apart = is_heading || shortened != line;
        top_of_page = top_of_page && even.empty();
        if (apart) text += '\n';
        text += shortened;
        text += apart ? "\n\n" : "\n";
    }
    return text;
}

std::vector<heading> headings_in(std::string_view text)
{
    std::vector<heading> found;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        const int level = begin == 0 && is_chapter_opening(line) ? 1 : heading_level(line);
        if (level > 0) found.push_back({begin, level, std::string(line)});
        begin = end + 1;
    }
    return found;
}

int letters_in(std::string_view line)
{
    return static_cast<int>(std::ranges::count_if(
        line, [](char c) { return ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }));
}

// A chapter whose name was not recognised must not be taken for a part of the one before.
class chapter_guard {
public:
    void mend(heading& next)
    {
        const std::string_view title = next.title;
        const auto number = title.find_first_of("0123456789");
        const auto end = std::min(title.find_first_not_of("0123456789", number), title.size());
        const auto major = number == std::string_view::npos ? title : title.substr(number, end - number);
        if (next.level == 1) chapter_ = major;
        if (next.level == 2 && number == 0 && !chapter_.empty() && major != chapter_) next.level = 1;
    }

private:
    std::string chapter_;  // its number
};

}  // namespace

std::vector<page> pages_from(std::vector<std::string> raw)
{
    hyphenated_words hyphenated;
    for (auto& text : raw) {
        text = clean(text);
        hyphenated.learn_from(text);
    }
    remove_running_lines(raw);

    chapter_guard guard;
    std::size_t heading_count = 0;
    std::vector<page> pages;
    for (auto& text : raw) {
        page made;
        made.number = static_cast<int>(pages.size()) + 1;
        made.text = unwrap(with_lines_apart(text), hyphenated);
        made.headings = headings_in(made.text);
        for (auto& each : made.headings) guard.mend(each);
        heading_count += made.headings.size();
        pages.push_back(std::move(made));
        text = {};
    }
    if (heading_count * pages_per_heading_max < pages.size())
        for (auto& each : pages) each.headings.clear();
    return pages;
}

std::string title_from(const std::vector<page>& pages)
{
    for (const auto& page : pages)
        for (const auto line : lines_of(page.text))
            if (letters_in(line) >= 3) return std::string(utf8::prefix(line, title_bytes_max));
    return {};
}

}  // namespace parley::ingest
