#include "rag/suggestion_splitter.hpp"

#include "base/ascii.hpp"
#include "rag/text.hpp"

#include <algorithm>

namespace parley::rag {
namespace {

constexpr std::string_view opening = "<<";
constexpr std::string_view closing = ">>";

// What models put around the questions of a list.
bool is_list_mark(char c)
{
    return ascii::is_white_space(c) || ascii::is_digit(c) || c == '.' || c == ')' || c == '-' || c == '*';
}

std::string_view without_list_mark(std::string_view line)
{
    line = ascii::trimmed(line);
    const auto text = std::ranges::find_if_not(line, is_list_mark);
    const auto mark = line.substr(0, static_cast<std::size_t>(text - line.begin()));
    const bool is_mark = mark.find_first_of(".)-*") != std::string_view::npos;  // "2 days" begins with none
    return is_mark ? line.substr(mark.size()) : line;
}

bool has_letter(std::string_view text)
{
    return std::ranges::any_of(
        text, [](char c) { return ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80U; });
}

bool ends_as_question(std::string_view text)
{
    return text.ends_with('?') || text.ends_with("？") || text.ends_with("؟");
}

}  // namespace

suggestion_splitter::suggestion_splitter(const std::vector<std::string>& asked)
{
    for (const auto& question : asked) known_.push_back(case_folded(ascii::trimmed(question)));
}

std::string suggestion_splitter::feed(std::string_view text)
{
    while (!text.empty()) {
        const bool is_plain = held_.empty() && !follows_question_;
        const auto plain = is_plain ? std::min(text.find('<'), text.size()) : 0;
        out_.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        add(text.front());
        text.remove_prefix(1);
    }
    return std::exchange(out_, {});
}

std::string suggestion_splitter::finish()
{
    auto rest = std::string_view(held_);
    while (rest.ends_with('>')) rest.remove_suffix(1);
    rest = ascii::trimmed(rest);
    if (rest.starts_with(opening) && (ends_as_question(rest) || !questions_.empty()))
        keep(rest.substr(opening.size()));
    else if (!held_.empty())
        pass_held();
    held_.clear();
    keep_doubtful();
    return std::exchange(out_, {});
}

void suggestion_splitter::add(char c)
{
    if (held_.empty() && c != '<') {
        if (is_list_mark(c)) {
            between_ += c;
        } else {
            pass_held();
            out_ += c;
        }
        return;
    }
    if (held_.size() == 1 && c != '<') {
        held_ += c;
        return pass_held();
    }
    const bool opens_anew = c == '<' && held_.size() > opening.size() && held_.back() == '<';
    if (opens_anew) {
        held_.pop_back();
        pass_held();
        held_ = "<";
    }
    held_ += c;
    if (held_.ends_with(closing)) return close();
    if (held_.size() > held_bytes_max) pass_held();
}

void suggestion_splitter::close()
{
    const auto inside = std::string_view(held_).substr(opening.size(), held_.size() - 2 * opening.size());
    if (!has_letter(inside)) return pass_held();
    follows_question_ = true;
    if (ends_as_question(ascii::trimmed_right(inside))) {
        keep_doubtful();
        keep_lines(inside);
    } else {
        doubtful_.emplace_back(inside);
        doubtful_text_ += between_ + held_;
    }
    held_.clear();
    between_.clear();
}

void suggestion_splitter::keep_doubtful()
{
    for (const auto& inside : std::exchange(doubtful_, {})) keep_lines(inside);
    doubtful_text_.clear();
}

// It was text after all.
void suggestion_splitter::pass_held()
{
    out_ += std::exchange(doubtful_text_, {}) + std::exchange(between_, {}) + std::exchange(held_, {});
    doubtful_.clear();
    follows_question_ = false;
}

void suggestion_splitter::keep_lines(std::string_view inside)
{
    for (std::size_t begin = 0; begin < inside.size();) {
        const auto end = std::min(inside.find('\n', begin), inside.size());
        keep(inside.substr(begin, end - begin));
        begin = end + 1;
    }
}

void suggestion_splitter::keep(std::string_view question)
{
    const auto text = without_list_mark(question);
    auto folded = case_folded(text);
    if (!has_letter(text) || questions_.size() == count_max || std::ranges::count(known_, folded) > 0) return;
    known_.push_back(std::move(folded));
    questions_.emplace_back(text);
}

}  // namespace parley::rag
