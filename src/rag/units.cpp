#include "rag/units.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace parley::rag {
namespace {

constexpr std::size_t heading_bytes_max = 90;
constexpr std::size_t headings_in_a_row_max = 2;
constexpr std::ptrdiff_t cut_words_min = 8;  // a last line of so many words is a cut sentence, no heading
constexpr std::size_t full_line_bytes = 60;  // a line this long without an end was probably wrapped

// White space folded; the leaders of a table of contents or of prices shortened.
std::string folded(std::string_view text)
{
    constexpr std::string_view leader = "····";
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (text.substr(at).starts_with(leader)) {
            while (text.substr(at).starts_with("·")) at += std::string_view("·").size();
            out += "·";
            --at;
            continue;
        }
        const bool is_white = ascii::is_white_space(c);
        if (!is_white) out += c;
        if (is_white && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string whole;
    for (const auto& part : parts) {
        if (!whole.empty()) whole += separator;
        whole += part;
    }
    return whole;
}

bool begins_in_lower_case(std::string_view text)
{
    if (text.empty()) return false;
    const auto first = static_cast<utf8proc_int32_t>(utf8::decode(text).code_point);
    return utf8proc_category(first) == UTF8PROC_CATEGORY_LL;
}

bool ends_a_sentence(std::string_view text)
{
    while (!text.empty() && std::string_view("\"')]*_").find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    constexpr auto enders =
        std::to_array<std::string_view>({".", "!", "?", ":", ";", "。", "！", "？", "…", "”", "»"});
    return std::ranges::any_of(enders, [text](std::string_view ender) { return text.ends_with(ender); });
}

// What follows the mark of a list item: `- `, `* `, `• `, `3. `, `b) `. Nothing when there is none.
std::optional<std::string_view> item_text(std::string_view line)
{
    constexpr auto marks =
        std::to_array<std::string_view>({"- ", "* ", "+ ", "• ", "– ", "· ", "▪ ", "◦ ", "‣ "});
    for (const auto mark : marks)
        if (line.starts_with(mark)) return ascii::trimmed(line.substr(mark.size()));
    std::size_t length = 0;
    while (length < 2 && length < line.size() && ascii::is_digit(line[length])) ++length;
    if (length == 0 && line.size() > 1 && line[0] >= 'a' && line[0] <= 'z' && line[1] == ')') length = 1;
    const bool is_marked = length > 0 && line.size() > length + 1 &&
                           (line[length] == '.' || line[length] == ')') && line[length + 1] == ' ';
    if (!is_marked) return std::nullopt;
    return ascii::trimmed(line.substr(length + 2));
}

// The cells of a table's row, or none when the line is no row. The line under a header gives no cells that
// hold a letter.
std::vector<std::string> cells_of(std::string_view line)
{
    const char divider = line.find('\t') != std::string_view::npos ? '\t' : '|';
    if (line.find(divider) == std::string_view::npos) return {};
    if (line.starts_with('|')) line.remove_prefix(1);
    if (line.ends_with('|')) line.remove_suffix(1);
    std::vector<std::string> cells;
    for (std::size_t begin = 0; begin <= line.size();) {
        const auto end = std::min(line.find(divider, begin), line.size());
        cells.push_back(folded(line.substr(begin, end - begin)));
        begin = end + 1;
    }
    if (cells.size() < 2) cells.clear();
    return cells;
}

bool is_rule(std::string_view line)  // ---, ===, |---|:--:|
{
    return line.find_first_not_of("-=_*|:+ \t") == std::string_view::npos && line.size() >= 3;
}

class unit_builder {
public:
    explicit unit_builder(const retrieval::passage& source) : source_(source) {}

    std::vector<unit> build()
    {
        const std::string_view text = source_.text;
        for (std::size_t begin = 0; begin <= text.size();) {
            const auto end = std::min(text.find('\n', begin), text.size());
            rest_ = text.substr(std::min(end + 1, text.size()));
            read_line(ascii::trimmed(text.substr(begin, end - begin)));
            begin = end + 1;
        }
        end_block();
        end_short_lines();
        mark_cuts();
        return std::move(units_);
    }

private:
    void read_line(std::string_view line)
    {
        if (line.empty()) return end_block();
        if (line.starts_with("```") || line.starts_with("~~~") || is_rule(line)) return;
        if (line.starts_with('#'))
            return read_heading(line.substr(std::min(line.find_first_not_of('#'), line.size())));
        if (auto cells = cells_of(line); !cells.empty()) return read_row(std::move(cells));
        const bool may_begin_item =
            paragraph_.empty() || kind_ == unit_kind::item || ends_a_sentence(paragraph_);
        const auto item = may_begin_item ? item_text(line) : std::nullopt;
        if (item && !is_numbered_heading(line)) return read_item(*item);
        read_text(line);
    }

    // "28. Rules of the laboratory": short, like no sentence, and no list begins or goes on with it.
    bool is_numbered_heading(std::string_view line) const
    {
        if (!ascii::is_digit(line[0]) || kind_ == unit_kind::item || line.size() > heading_bytes_max ||
            ends_a_sentence(line))
            return false;
        if (!line.starts_with("1.") && !line.starts_with("1)")) return true;
        const auto next = ascii::trimmed(rest_.substr(0, 2 * heading_bytes_max));
        return !item_text(next.substr(0, next.find('\n')));
    }

    void read_heading(std::string_view title)
    {
        end_block();
        short_lines_.push_back(folded(title));
    }

    // Each row is a unit that names its columns: `Plan: Basic; Price: 5`.
    void read_row(std::vector<std::string> cells)
    {
        const bool are_named = std::ranges::all_of(
            cells, [](const std::string& cell) { return cell.find(": ") != std::string::npos; });
        if (are_named) {  // ingest has written `column: value` in each cell
            end_paragraph();
            return add(joined(cells, "; "), unit_kind::row);
        }
        if (columns_.empty()) {
            end_paragraph();
            begin_block();
            columns_ = std::move(cells);
            return;
        }
        std::string row;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].empty()) continue;
            if (!row.empty()) row += "; ";
            if (i < columns_.size() && !columns_[i].empty()) row += columns_[i] + ": ";
            row += cells[i];
        }
        add(std::move(row), unit_kind::row);
        has_rows_ = true;
    }

    void read_item(std::string_view text)
    {
        end_paragraph();
        if (kind_ != unit_kind::item && !units_.empty() && units_.back().text.ends_with(':')) {
            units_.back().leads_list = true;
            lead_in_ = units_.back().text;
        }
        kind_ = unit_kind::item;
        paragraph_ = text;
    }

    void read_text(std::string_view line)
    {
        if (paragraph_.empty()) {
            if (kind_ == unit_kind::item) begin_block();
            if (line == nearest_heading()) return read_heading(line);
        }
        const bool goes_on = !paragraph_.empty() && !ends_a_sentence(paragraph_);
        const bool was_wrapped = begins_in_lower_case(line) || last_line_bytes_ >= full_line_bytes;
        if (goes_on && !was_wrapped) end_paragraph();
        if (!paragraph_.empty()) paragraph_ += ' ';
        paragraph_.append(line);
        last_line_bytes_ = line.size();
    }

    // The last part of "Chapter > Section".
    std::string_view nearest_heading() const
    {
        const std::string_view path = source_.heading;
        const auto above = path.rfind(" > ");
        return above == std::string_view::npos ? path : path.substr(above + 3);
    }

    void end_block()
    {
        end_paragraph();
        end_table();
        if (kind_ != unit_kind::item) begin_block();  // a blank line between items does not end their list
    }

    void end_table()
    {
        if (!columns_.empty() && !has_rows_) add(joined(columns_, "; "), unit_kind::row);
        columns_.clear();
        has_rows_ = false;
    }

    void begin_block()
    {
        ++block_;
        kind_ = unit_kind::sentence;
        lead_in_.clear();
    }

    void end_paragraph()
    {
        if (paragraph_.empty()) return;
        const auto text = folded(std::exchange(paragraph_, {}));
        if (kind_ == unit_kind::item) return add(text, unit_kind::item);
        const bool is_short = text.size() <= heading_bytes_max && !ends_a_sentence(text);
        if (is_short && !begins_in_lower_case(text)) return short_lines_.push_back(text);
        for (const auto sentence : sentences_of(text)) add(std::string(sentence), unit_kind::sentence);
    }

    void add(std::string text, unit_kind kind)
    {
        if (text.empty()) return;
        use_short_lines();
        unit made{.text = std::move(text), .kind = kind, .block = block_, .heading = heading_};
        if (kind == unit_kind::item) made.lead_in = lead_in_;
        units_.push_back(std::move(made));
    }

    // Short lines in front of text are its headings; more than two of them were cells of a table.
    void use_short_lines()
    {
        if (short_lines_.empty()) return;
        if (short_lines_.size() <= headings_in_a_row_max) {
            heading_ = joined(std::exchange(short_lines_, {}), " / ");
        } else {
            heading_ = short_lines_.back();
            short_lines_.pop_back();
            add_cells();
        }
    }

    // At the end of the passage nothing follows that they could be headings of.
    void end_short_lines()
    {
        if (short_lines_.size() > headings_in_a_row_max) return add_cells();
        for (auto& line : std::exchange(short_lines_, {}))
            if (std::ranges::count(line, ' ') + 1 >= cut_words_min) add(std::move(line), unit_kind::sentence);
    }

    void add_cells()
    {
        std::string row = joined(std::exchange(short_lines_, {}), " · ");
        units_.push_back({.text = std::move(row), .kind = unit_kind::row, .block = block_++});
    }

    void mark_cuts()
    {
        if (units_.empty()) return;
        auto& first = units_.front();
        first.is_cut_before = first.kind == unit_kind::sentence && begins_in_lower_case(first.text);
        auto& last = units_.back();
        last.is_cut_after = last.kind == unit_kind::sentence && !ends_a_sentence(last.text);
    }

    const retrieval::passage& source_;
    std::vector<unit> units_;
    std::string_view rest_;  // of the passage, behind the line being read
    std::string paragraph_;  // lines of the paragraph or item being read
    unit_kind kind_ = unit_kind::sentence;
    std::size_t block_ = 0;
    std::size_t last_line_bytes_ = 0;
    bool has_rows_ = false;
    std::vector<std::string> short_lines_;  // headings, or cells of a table that lost its shape
    std::string heading_;
    std::string lead_in_;
    std::vector<std::string> columns_;
};

}  // namespace

std::vector<unit> units_of(const retrieval::passage& source)
{
    return unit_builder(source).build();
}

}  // namespace parley::rag
