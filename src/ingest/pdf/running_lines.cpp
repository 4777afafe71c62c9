#include "ingest/pdf/running_lines.hpp"

#include "base/ascii.hpp"
#include "ingest/pdf/heading_level.hpp"
#include "ingest/text/clean.hpp"
#include "ingest/text/unwrap.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace parley::ingest {
namespace {

constexpr std::size_t line_bytes_max = 160;  // a running title fits on one line
constexpr int pages_min = 3;                 // that show it, before it counts as running
constexpr std::size_t lines_per_edge = 2;    // a title and a number
constexpr std::size_t reach = 2;             // left and right pages may differ

enum class edge { top, bottom };

struct edge_line {
    std::string_view text;  // a part of the page
    std::string shape;      // the text with every number as `#`; empty when it does not stand alone
};

// Numbers change from page to page, and roman ones are numbers when nothing else is there.
std::string shape_of(std::string_view line)
{
    if (line.size() > line_bytes_max) return {};
    const std::string text = single_spaced(line);
    if (!text.empty() && text.find_first_not_of("ivxlc") == std::string::npos) return "#";
    std::string shape;
    for (const char c : text) {
        const bool digit = ascii::is_digit(c);
        if (!digit)
            shape += c;
        else if (shape.empty() || shape.back() != '#')
            shape += '#';
    }
    return shape;
}

// The outermost lines of a page that are not blank, from the edge inwards.
std::vector<edge_line> lines_at(std::string_view page, edge where)
{
    auto lines = lines_of(page);
    if (where == edge::bottom) std::ranges::reverse(lines);
    std::vector<edge_line> found;
    for (std::size_t i = 0; i < lines.size() && found.size() < lines_per_edge; ++i) {
        if (is_blank(lines[i])) continue;
        edge_line line{lines[i], shape_of(lines[i])};
        const bool alone = i + 1 == lines.size() ? found.empty() : is_blank(lines[i + 1]);
        if (!alone && line.shape != "#") line.shape.clear();
        found.push_back(std::move(line));
    }
    return found;
}

bool shows(const std::vector<edge_line>& lines, const std::string& shape)
{
    return std::ranges::any_of(lines, [&shape](const edge_line& line) { return line.shape == shape; });
}

class edge_of_pages {
public:
    edge_of_pages(const std::vector<std::string>& pages, edge where)
    {
        for (const auto& page : pages) {
            lines_.push_back(lines_at(page, where));
            for (const auto& line : lines_.back())
                if (!line.shape.empty()) ++count_[line.shape];
        }
    }

    // Blanks out the running lines of page `at`; call for pages in order.
    void remove(std::size_t at, std::vector<std::string>& pages)
    {
        for (const auto& line : lines_[at]) {
            if (line.shape.empty() || !(repeats_a_heading(at, line, pages) || is_running(at, line))) continue;
            const auto begin = pages[at].begin() + (line.text.data() - pages[at].data());
            std::fill(begin, begin + static_cast<std::ptrdiff_t>(line.text.size()), ' ');
        }
    }

private:
    bool is_running(std::size_t at, const edge_line& line)
    {
        if (count_[line.shape] < pages_min || !is_near(at, line.shape)) return false;
        const bool is_news = line.shape.find_first_not_of("# .-") != std::string::npos;
        return !is_news || !kept_.insert(line.shape).second;
    }

    // "Chapter 4: Names" on top of a page, when "4 Names" began on this one or shortly before.
    bool repeats_a_heading(std::size_t at, const edge_line& line, const std::vector<std::string>& pages)
    {
        const std::string text = single_spaced(line.text);
        const bool section = heading_level(text) > 0;
        if (!section && !is_chapter_opening(text)) return false;
        const std::string title(title_without_number(text));
        if (running_titles_.contains(title)) return true;
        // A list of contents on the page before holds chapters too, so those must repeat on their own page.
        for (std::size_t page = section ? at - std::min(at, reach) : at; page <= at; ++page)
            for (const auto other : lines_of(pages[page]))
                if (other.data() != line.text.data() && title_without_number(single_spaced(other)) == title)
                    return running_titles_.insert(title).second;
        return false;
    }

    bool is_near(std::size_t at, const std::string& shape) const
    {
        const auto first = at > reach ? at - reach : 0;
        const auto last = std::min(at + reach, lines_.size() - 1);
        for (auto page = first; page <= last; ++page)
            if (page != at && shows(lines_[page], shape)) return true;
        return false;
    }

    std::vector<std::vector<edge_line>> lines_;
    std::map<std::string, int> count_;
    std::set<std::string> kept_;            // shapes of running titles that were shown once
    std::set<std::string> running_titles_;  // of chapters and sections
};

}  // namespace

void remove_running_lines(std::vector<std::string>& pages)
{
    edge_of_pages top(pages, edge::top);
    edge_of_pages bottom(pages, edge::bottom);
    for (std::size_t at = 0; at < pages.size(); ++at) {
        top.remove(at, pages);
        bottom.remove(at, pages);
    }
}

}  // namespace parley::ingest
