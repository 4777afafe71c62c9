#include "mock/identity/login_texts.hpp"

#include "base/ascii.hpp"

#include <cstdio>

namespace parley::mock {
namespace {

struct calendar {
    int year;
    unsigned month;
    unsigned day;
    int hours;
    int minutes;
    int seconds;
};

calendar calendar_of(login_time at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count())};
}

template <class... Numbers>
std::string printed(const char* format, Numbers... numbers)
{
    char text[64];
    std::snprintf(text, sizeof text, format, numbers...);
    return text;
}

}  // namespace

std::string make_uuid(random_numbers& from)
{
    std::string made;
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 16; ++i) {
        if (i % 8 == 0) bits = from.next();
        auto byte = static_cast<unsigned char>(bits >> (8 * (i % 8)));
        if (i == 6) byte = static_cast<unsigned char>((byte & 0x0FU) | 0x40U);  // version 4
        if (i == 8) byte = static_cast<unsigned char>((byte & 0x3FU) | 0x80U);  // RFC 9562 §4.1
        if (i == 4 || i == 6 || i == 8 || i == 10) made += '-';
        ascii::append_hex(made, byte);
    }
    return made;
}

std::string uuid_of(std::string_view name)
{
    std::uint64_t hash = 0;
    for (const char c : name) hash = mixed(hash ^ static_cast<unsigned char>(c)) + 1;
    random_numbers numbers(hash, name.size());
    return make_uuid(numbers);
}

std::string error_time(login_time at)
{
    const auto [year, month, day, hours, minutes, seconds] = calendar_of(at);
    return printed("%04d-%02u-%02u %02d:%02d:%02dZ", year, month, day, hours, minutes, seconds);
}

std::string expiry_text(login_time at, expiry_form form)
{
    const auto [year, month, day, hours, minutes, seconds] = calendar_of(at);
    if (form == expiry_form::date)
        return printed("%02u/%02u/%04d %02d:%02d:%02d +00:00", month, day, year, hours, minutes, seconds);
    if (form == expiry_form::date_am_pm)
        return printed("%u/%u/%d %d:%02d:%02d %s +00:00", month, day, year, (hours + 11) % 12 + 1, minutes,
                       seconds, hours < 12 ? "AM" : "PM");
    if (form == expiry_form::rfc3339)
        return printed("%04d-%02u-%02uT%02d:%02d:%02d.0000000+00:00", year, month, day, hours, minutes,
                       seconds);
    return std::to_string(at.time_since_epoch().count());
}

}  // namespace parley::mock
