#include "cli/feedback_report.hpp"

#include "base/ascii.hpp"
#include "base/json_text.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace parley::cli {
namespace {

constexpr std::size_t shown_bytes_max = 200;  // of a question or an answer, for people

// 2026-01-31T12:00:00Z
std::string moment(std::int64_t since_1970_ms)
{
    const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds(since_1970_ms)};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

std::string shortened(std::string_view text)
{
    const auto shown = utf8::prefix(text, shown_bytes_max);
    return printable_line(shown) + (shown.size() < text.size() ? "…" : "");
}

std::optional<int> number_in(std::string_view digits)
{
    int number = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

void append_line(std::string& to, std::string_view name, std::string_view text)
{
    if (!text.empty()) to += "  " + std::string(name) + ": " + shortened(text) + "\n";
}

}  // namespace

std::string feedback_text(std::span<const history::reviewed_feedback> given)
{
    std::string text;
    for (const auto& each : given) {
        text += moment(each.given_ms) + "  " + std::string(name_of(each.given.rated));
        if (!each.given.category.empty()) text += "  " + printable_line(each.given.category);
        text += "  " + printable_line(each.given.run_id) + "\n";
        append_line(text, "comment", each.given.comment);
        append_line(text, "question", each.question);
        append_line(text, "answer", each.answer);
    }
    return text.empty() ? "No feedback.\n" : text;
}

std::string feedback_json(std::span<const history::reviewed_feedback> given)
{
    std::string lines;
    for (const auto& each : given) {
        const auto at = moment(each.given_ms);
        const std::array<std::pair<std::string_view, std::string_view>, 7> fields = {
            {{"given_at", at},
             {"run_id", each.given.run_id},
             {"rating", name_of(each.given.rated)},
             {"category", each.given.category},
             {"comment", each.given.comment},
             {"question", each.question},
             {"answer", each.answer}}};
        char separator = '{';
        for (const auto& [name, value] : fields) {
            lines += std::exchange(separator, ',');
            append_json_string(lines, name);
            lines += ':';
            append_json_string(lines, value);
        }
        lines += "}\n";
    }
    return lines;
}

std::optional<std::chrono::sys_seconds> day_named(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number_in(text.substr(0, 4));
    const auto month = number_in(text.substr(5, 2));
    const auto day = number_in(text.substr(8, 2));
    if (!year || !month || !day || *month < 1 || *day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

}  // namespace parley::cli
