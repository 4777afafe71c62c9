#include "base/log.hpp"

#include "base/ascii.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <array>

namespace parley {
namespace {

constexpr std::size_t usual_line_bytes = 256;
constexpr std::array<std::string_view, 4> level_names = {"debug", "info", "warning", "error"};

bool is_plain(std::string_view value)
{
    if (value.empty()) return false;
    for (const char c : value)
        if (c <= ' ' || static_cast<unsigned char>(c) >= 0x7f || c == '"' || c == '=' || c == '\\')
            return false;
    return true;
}

void append_escaped(std::string& line, char byte)
{
    line += "\\x";
    ascii::append_hex(line, static_cast<unsigned char>(byte));
}

void append_value(std::string& line, std::string_view value)
{
    if (is_plain(value)) {
        line += value;
        return;
    }
    line += '"';
    while (!value.empty()) {
        const auto [c, bytes] = utf8::decode(value);
        if (commands_terminal(c)) {
            for (const char each : value.substr(0, bytes)) append_escaped(line, each);
        } else {
            if (c == U'"' || c == U'\\') line += '\\';
            utf8::append(line, c);
        }
        value.remove_prefix(bytes);
    }
    line += '"';
}

// With leading zeros.
void append_digits(std::string& line, std::int64_t number, std::int64_t place)
{
    for (; place > 0; place /= 10) line += static_cast<char>('0' + number / place % 10);
}

// By hand: the C library's ways cost more than all the rest of a line.
void append_time(std::string& line, std::chrono::system_clock::time_point at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::milliseconds>(at - day));
    append_digits(line, static_cast<int>(date.year()), 1000);
    line += '-';
    append_digits(line, static_cast<unsigned>(date.month()), 10);
    line += '-';
    append_digits(line, static_cast<unsigned>(date.day()), 10);
    line += 'T';
    append_digits(line, time.hours().count(), 10);
    line += ':';
    append_digits(line, time.minutes().count(), 10);
    line += ':';
    append_digits(line, time.seconds().count(), 10);
    line += '.';
    append_digits(line, time.subseconds().count(), 100);
    line += 'Z';
}

}  // namespace

std::string format_log_line(std::chrono::system_clock::time_point at, log_level level, std::string_view event,
                            std::initializer_list<log_field> fields)
{
    std::string line;
    line.reserve(usual_line_bytes);
    line += "time=";
    append_time(line, at);
    line += " level=";
    line += level_names[static_cast<std::size_t>(level)];
    line += " event=";
    append_value(line, event);
    for (const auto& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        append_value(line, field.value);
    }
    return line;
}

}  // namespace parley
