#include "base/log.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace parley {
namespace {

constexpr std::array<std::string_view, 4> level_names = {"debug", "info", "warning", "error"};

bool is_plain(std::string_view value)
{
    if (value.empty()) return false;
    for (const char c : value)
        if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f) return false;
    return true;
}

void append_value(std::string& line, std::string_view value)
{
    if (is_plain(value)) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            std::array<char, 8> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\x%02x", static_cast<unsigned char>(c));
            line += escaped.data();
        } else {
            line += c;
        }
    }
    line += '"';
}

std::string timestamp(std::chrono::system_clock::time_point at)
{
    const auto since_epoch =
        std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
    const std::time_t seconds = since_epoch / 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(since_epoch % 1000));
    return std::string(text.data(), length) + fraction.data();
}

}  // namespace

std::string format_log_line(std::chrono::system_clock::time_point at, log_level level, std::string_view event,
                            std::initializer_list<log_field> fields)
{
    std::string line = "time=" + timestamp(at);
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
