#include "rag/citation_checker.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <utility>

namespace parley::rag {
namespace {

// A bracket with more parts than this is a list of something else.
constexpr std::size_t parts_max = 16;

// A longer address in a Markdown link is none; bounds the search for its end.
constexpr std::size_t address_bytes_max = 2048;

bool is_word_byte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte == '_';
}

bool is_index_after(char before, std::string_view inside)
{
    const bool follows_a_value = is_word_byte(before) || before == ')' || before == ']';
    return follows_a_value && inside.find_first_of(".#") == std::string_view::npos;
}

bool is_check_box(std::string_view inside)
{
    return inside == "x" || inside == "X" || ascii::trimmed(inside).empty();
}

// `a.pdf#page=1; b, c.md` at its commas and semicolons. Nothing when there are too many.
std::vector<std::string_view> parts_of(std::string_view inside)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= inside.size();) {
        if (parts.size() == parts_max) return {};
        const auto end = std::min(inside.find_first_of(",;", begin), inside.size());
        parts.push_back(inside.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

}  // namespace

citation_checker::citation_checker(const citation_index& sources)
    : sources_(sources), chars_max_(std::max(held_chars_max, sources.longest()) + 1)
{
}

std::string citation_checker::feed(std::string_view text)
{
    while (!text.empty()) {
        const auto plain = held_.empty() && !is_suspect_ ? std::min(text.find('['), text.size()) : 0;
        if (plain > 0) {
            out_.append(text.substr(0, plain));
            before_ = text[plain - 1];
            text.remove_prefix(plain);
        } else {
            add(text.front());
            text.remove_prefix(1);
        }
    }
    return std::exchange(out_, {});
}

std::string citation_checker::finish()
{
    release();
    if (std::exchange(is_suspect_, false)) ++invalid_count_;
    return std::exchange(out_, {});
}

std::string citation_checker::release_held()
{
    release();
    return std::exchange(out_, {});
}

void citation_checker::add(char c)
{
    if (std::exchange(is_suspect_, false) && c != '(') ++invalid_count_;
    if (held_.empty() && c != '[') {
        out_ += c;
        before_ = c;
        return;
    }
    if (c == '[' || c == '\n') release();
    if (c == '\n') {
        out_ += c;
        before_ = c;
        return;
    }
    held_ += c;
    if (c == ']') return close_marker();
    const bool begins_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (begins_character && ++held_chars_ > chars_max_) release();
}

void citation_checker::release()
{
    if (!held_.empty()) before_ = held_.back();
    out_ += std::exchange(held_, {});
    held_chars_ = 0;
}

void citation_checker::close_marker()
{
    const auto inside = std::string_view(held_).substr(1, held_.size() - 2);
    const char before = before_;
    before_ = ' ';
    if (const auto citation = sources_.find(inside)) {
        out_.append("[").append(*citation).append("]");
        held_.clear();
    } else if (names_several(inside)) {
        held_.clear();
    } else if (is_index_after(before, inside)) {
        before_ = ']';
    } else {
        is_suspect_ = !is_check_box(inside);
    }
    out_ += std::exchange(held_, {});
    held_chars_ = 0;
}

// Writes one marker for each citation in a bracket that holds several. A citation may itself hold a comma, so
// the longest run of parts that is one citation is taken each time; a part that is none stays in a bracket of
// its own.
bool citation_checker::names_several(std::string_view inside)
{
    const auto parts = parts_of(inside);
    std::string markers;
    std::size_t known = 0;
    std::size_t unknown = 0;
    for (std::size_t begin = 0; begin < parts.size();) {
        std::size_t end = parts.size();
        std::optional<std::string_view> citation;
        for (; end > begin && !citation; --end) {
            const char* last = parts[end - 1].data() + parts[end - 1].size();
            citation =
                sources_.find({parts[begin].data(), static_cast<std::size_t>(last - parts[begin].data())});
        }
        const auto name = citation ? *citation : ascii::trimmed(parts[begin]);
        begin = citation ? end + 1 : begin + 1;
        if (name.empty()) continue;
        ++(citation ? known : unknown);
        markers.append("[").append(name).append("]");
    }
    if (known == 0) return false;
    out_ += markers;
    invalid_count_ += unknown;
    return true;
}

std::string without_markers(std::string_view quoted, const citation_index& sources)
{
    std::string safe;
    safe.reserve(quoted.size());
    for (std::size_t at = 0; at < quoted.size(); ++at) {
        const char c = quoted[at];
        if (c != '[' && c != ']') {
            safe += c;
            continue;
        }
        const auto close = c == '[' ? quoted.find_first_of("[]\n", at + 1) : std::string_view::npos;
        if (close == std::string_view::npos || quoted[close] != ']') {
            safe += c == '[' ? '(' : ')';
            continue;
        }
        const auto inside = quoted.substr(at + 1, close - at - 1);
        const auto address = quoted.substr(close + 1, address_bytes_max);
        const auto address_end = address.starts_with('(') ? address.find(')') : std::string_view::npos;
        const char before = safe.empty() ? ' ' : safe.back();
        if (address_end != std::string_view::npos) {
            if (before == '!') safe.pop_back();
            safe.append(inside);
            at = close + 1 + address_end;
        } else {
            const bool stays = is_index_after(before, inside) && !sources.find(inside);
            safe.append(stays ? "[" : "(").append(inside).append(stays ? "]" : ")");
            at = close;
        }
    }
    return safe;
}

}  // namespace parley::rag
