#include "ingest/markdown/markdown.hpp"

#include "base/ascii.hpp"
#include "ingest/markdown/inline_text.hpp"
#include "ingest/table_rows.hpp"
#include "ingest/text/clean.hpp"
#include "ingest/text/encoding.hpp"
#include "ingest/text/unwrap.hpp"

#include <algorithm>

namespace parley::ingest {
namespace {

constexpr std::size_t indent_of_code = 4;

bool is_made_of(std::string_view line, std::string_view characters)
{
    return !line.empty() && line.find_first_not_of(characters) == std::string_view::npos;
}

// "## Title ##": its level, else 0.
int atx_level(std::string_view line)
{
    const auto marks = std::min(line.find_first_not_of('#'), line.size());
    if (marks == 0 || marks > 6 || (marks < line.size() && line[marks] != ' ' && line[marks] != '\t'))
        return 0;
    return static_cast<int>(marks);
}

bool is_list_item(std::string_view line)
{
    if (line.size() > 1 && std::string_view("-*+").find(line[0]) != std::string_view::npos && line[1] == ' ')
        return true;
    const auto digits = line.find_first_not_of("0123456789");
    return digits != 0 && digits != std::string_view::npos && digits < 10 &&
           (line[digits] == '.' || line[digits] == ')') && digits + 1 < line.size() &&
           line[digits + 1] == ' ';
}

bool is_table_rule(std::string_view line)
{
    return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
           is_made_of(line, "|-: \t");
}

table_row cells_of(std::string_view line)
{
    if (line.starts_with('|')) line.remove_prefix(1);
    if (line.ends_with('|')) line.remove_suffix(1);
    table_row cells;
    std::string cell;
    for (std::size_t i = 0; i <= line.size(); ++i) {
        if (i == line.size() || line[i] == '|') {
            cells.push_back(inline_text(single_spaced(cell)));
            cell.clear();
        } else if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
            cell += line[++i];
        } else {
            cell += line[i];
        }
    }
    return cells;
}

// "[name]: address" only serves links that are shown as their text.
bool is_link_definition(std::string_view line)
{
    const auto close = line.find("]:");
    return line.starts_with('[') && !line.starts_with("[^") && close != std::string_view::npos &&
           line.find('[', 1) == std::string_view::npos;
}

class reader {
public:
    explicit reader(std::string_view text) : lines_(lines_of(text)) {}

    // Line of a comment that swallowed the rest of the text, from 1; 0 when there is none.
    std::size_t open_comment_line() const { return open_comment_line_; }

    page read()
    {
        skip_front_matter();
        while (at_ < lines_.size()) read_line();
        end_paragraph();
        while (!page_.text.empty() && page_.text.back() == '\n') page_.text.pop_back();
        return std::move(page_);
    }

private:
    void skip_front_matter()
    {
        if (lines_.empty() || ascii::trimmed(lines_[0]) != "---") return;
        for (std::size_t i = 1; i < lines_.size(); ++i)
            if (ascii::trimmed(lines_[i]) == "---" || ascii::trimmed(lines_[i]) == "...") {
                at_ = i + 1;
                return;
            }
    }

    void read_line()
    {
        const auto raw = lines_[at_];
        auto line = ascii::trimmed(raw);
        while (line.starts_with('>')) line = ascii::trimmed(line.substr(1));

        if (line.empty()) return end_paragraph(), void(++at_);
        if (line.starts_with("```") || line.starts_with("~~~")) return read_fence(line);
        if (line.starts_with("<!--")) return skip_comment();
        const bool indented = raw.starts_with("    ") || raw.starts_with('\t');
        if (indented && paragraph_.empty() && !in_list_) return read_indented_code();
        if (const int level = atx_level(line); level > 0) return read_heading(line, level);
        if (!paragraph_.empty() && !in_list_ &&
            (is_made_of(line, "=") || (is_made_of(line, "-") && line.size() > 1)))
            return read_underline(line[0] == '=' ? 1 : 2);
        if (line.find('|') != std::string_view::npos && at_ + 1 < lines_.size() &&
            is_table_rule(ascii::trimmed(lines_[at_ + 1])))
            return read_table(line);
        ++at_;
        if (is_made_of(line, "-* _") && line.size() > 2) return end_paragraph();
        if (is_link_definition(line)) return;
        if (is_list_item(line)) {
            end_line();
            in_list_ = true;
        }
        if (!paragraph_.empty()) paragraph_ += ' ';
        paragraph_ += line;
    }

    void read_fence(std::string_view opening)
    {
        end_paragraph();
        const auto marks = opening.find_first_not_of(opening[0]);
        const std::string fence(std::min(marks, opening.size()), opening[0]);
        for (++at_; at_ < lines_.size(); ++at_) {
            const auto line = ascii::trimmed(lines_[at_]);
            if (line.starts_with(fence) && is_made_of(line, fence.substr(0, 1))) break;
            page_.text += lines_[at_];
            page_.text += '\n';
        }
        at_ = std::min(at_ + 1, lines_.size());
        page_.text += '\n';
    }

    void skip_comment()
    {
        const std::size_t opening_line = at_ + 1;
        // From its second dash on: "<!-->" is a whole comment.
        for (auto from = lines_[at_].find("<!--") + 2; at_ < lines_.size(); ++at_, from = 0) {
            const auto end = lines_[at_].find("-->", from);
            if (end == std::string_view::npos) continue;
            lines_[at_] = ascii::trimmed(lines_[at_].substr(end + 3));
            if (lines_[at_].empty()) ++at_;
            return;
        }
        open_comment_line_ = opening_line;
    }

    void read_indented_code()
    {
        for (; at_ < lines_.size(); ++at_) {
            const auto raw = lines_[at_];
            if (!raw.starts_with("    ") && !raw.starts_with('\t')) break;
            page_.text += raw.substr(raw[0] == '\t' ? 1 : indent_of_code);
            page_.text += '\n';
        }
        page_.text += '\n';
    }

    void read_heading(std::string_view line, int level)
    {
        end_paragraph();
        auto title = ascii::trimmed(line.substr(static_cast<std::size_t>(level)));
        const auto end = title.find_last_not_of('#');
        const bool closed = end != std::string_view::npos && end + 1 < title.size() && title[end] == ' ';
        add_heading(inline_text(closed ? ascii::trimmed(title.substr(0, end)) : title), level);
        ++at_;
    }

    void read_underline(int level)
    {
        const std::string title = inline_text(paragraph_);
        paragraph_.clear();
        add_heading(title, level);
        ++at_;
    }

    void add_heading(const std::string& title, int level)
    {
        if (title.empty()) return;
        page_.headings.push_back({page_.text.size(), level, title});
        page_.text += title + "\n\n";
    }

    void read_table(std::string_view first)
    {
        end_paragraph();
        const table_row header = cells_of(first);
        for (at_ += 2; at_ < lines_.size(); ++at_) {
            const auto line = ascii::trimmed(lines_[at_]);
            if (line.find('|') == std::string_view::npos) break;
            page_.text += row_line(header, cells_of(line)) + "\n";
        }
        page_.text += '\n';
    }

    void end_line()
    {
        if (paragraph_.empty()) return;
        page_.text += single_spaced(inline_text(paragraph_)) + "\n";
        paragraph_.clear();
    }

    void end_paragraph()
    {
        in_list_ = false;
        if (paragraph_.empty()) return;
        end_line();
        page_.text += '\n';
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    std::string paragraph_;  // lines of the paragraph or list item at hand, marks still on
    bool in_list_ = false;
    std::size_t open_comment_line_ = 0;
    page page_;
};

std::string comment_warning(std::size_t line)
{
    return "the comment that begins on line " + std::to_string(line) +
           " is never closed: the text from there on is left out";
}

}  // namespace

result<parsed> parse_markdown(std::string_view bytes)
{
    auto decoded = decode_text(bytes, {});
    if (!decoded) return decoded.error();

    const std::string even = clean(decoded->text);
    parsed document;
    reader from(even);
    document.pages.push_back(from.read());
    if (!document.pages[0].headings.empty()) document.title = document.pages[0].headings[0].title;
    document.charset = std::move(decoded->charset);
    document.warning = std::move(decoded->warning);
    if (const auto line = from.open_comment_line(); line > 0)
        document.warning += (document.warning.empty() ? "" : "; ") + comment_warning(line);
    return document;
}

}  // namespace parley::ingest
