#include "ingest/pdf/heading_level.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace parley::ingest {
namespace {

constexpr std::size_t heading_bytes_max = 100;
constexpr std::size_t chapter_bytes_max = 70;
constexpr std::size_t letters_min = 4;             // "4.2 GHz" and "12 May" are no headings
constexpr std::size_t letters_min_after_mark = 2;  // "11. Pay" and "Chapter 3: IT" are
constexpr std::size_t number_digits_max = 3;       // longer ones are years, ports and bug reports
constexpr int level_max = 6;

bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

// A title begins with a capital, has words, and is neither a sentence, nor code, nor a line of contents.
bool is_title(std::string_view text, std::size_t letters_wanted)
{
    if (text.empty() || !(is_capital(text[0]) || static_cast<unsigned char>(text[0]) >= 0x80)) return false;
    if (std::string_view(".,;:!?-").find(text.back()) != std::string_view::npos) return false;
    const auto is_letter = [](char c) {
        return ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
    };
    const auto letters = static_cast<std::size_t>(std::ranges::count_if(text, is_letter));
    const bool is_code_or_contents = text.find_first_of("=[]{};%") != std::string_view::npos ||
                                     text.find("…") != std::string_view::npos ||
                                     text.find(". .") != std::string_view::npos;
    return letters >= letters_wanted && !is_code_or_contents &&
           std::ranges::count(text, '(') == std::ranges::count(text, ')');
}

std::size_t skip_digits(std::string_view line, std::size_t at)
{
    while (at < line.size() && ascii::is_digit(line[at])) ++at;
    return at;
}

// What follows "Chapter 3: ", "Appendix B. " or "Part 2 "; empty for other lines.
std::string_view title_after_word(std::string_view line)
{
    constexpr std::array words{std::string_view("Chapter "), std::string_view("Appendix "),
                               std::string_view("Part ")};
    const auto word = std::ranges::find_if(words, [line](auto each) { return line.starts_with(each); });
    if (word == words.end() || line.size() < word->size() + 2) return {};
    auto at = word->size();
    at = is_capital(line[at]) ? at + 1 : skip_digits(line, at);
    if (at == word->size()) return {};
    while (at < line.size() && (line[at] == ':' || line[at] == '.')) ++at;
    return at < line.size() && line[at] == ' ' ? line.substr(at + 1) : std::string_view();
}

struct numbered {
    int level = 0;  // how many numbers, such as 2 in "4.2" and "B.1"
    std::string_view title;
};

numbered read_number(std::string_view line)
{
    std::size_t at = !line.empty() && is_capital(line[0]) ? 1 : skip_digits(line, 0);
    if (at == 0 || at > number_digits_max) return {};
    numbered found{1, {}};
    while (at + 1 < line.size() && line[at] == '.' && ascii::is_digit(line[at + 1])) {
        if (line[at + 1] == '0') return {};  // quantities and versions; sections are counted from 1
        at = skip_digits(line, at + 1);
        ++found.level;
    }
    const bool marked = at < line.size() && line[at] == '.';
    if (marked) ++at;
    const bool spaced = at < line.size() && line[at] == ' ';
    if (spaced && is_title(line.substr(at + 1), marked ? letters_min_after_mark : letters_min))
        found.title = line.substr(at + 1);
    return found;
}

}  // namespace

int heading_level(std::string_view line)
{
    if (line.size() > heading_bytes_max) return 0;
    if (is_title(title_after_word(line), letters_min_after_mark)) return 1;
    const auto number = read_number(line);
    return number.level > 1 && number.level <= level_max && !number.title.empty() ? number.level : 0;
}

bool is_chapter_opening(std::string_view line)
{
    if (line.size() > chapter_bytes_max || line.empty() || !ascii::is_digit(line[0])) return false;
    const auto number = read_number(line);
    return number.level == 1 && !number.title.empty();
}

std::string_view title_without_number(std::string_view line)
{
    if (const auto title = title_after_word(line); is_title(title, letters_min_after_mark)) return title;
    return read_number(line).title;
}

}  // namespace parley::ingest
