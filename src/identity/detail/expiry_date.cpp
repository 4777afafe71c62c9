#include "identity/detail/expiry_date.hpp"

#include "base/ascii.hpp"
#include "http/http_date.hpp"

namespace parley::identity {
namespace {

using namespace std::chrono;

// Reads from the front; once something was not there, everything after it fails too.
class scanner {
public:
    explicit scanner(std::string_view text) : rest_(text) {}

    int number(std::size_t digits_min, std::size_t digits_max)
    {
        std::size_t length = 0;
        int value = 0;
        while (length < digits_max && length < rest_.size() && ascii::is_digit(rest_[length]))
            value = value * 10 + (rest_[length++] - '0');
        if (length < digits_min) failed_ = true;
        rest_.remove_prefix(length);
        return value;
    }

    bool takes(std::string_view word)
    {
        if (!ascii::equals_without_case(rest_.substr(0, word.size()), word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    void expect(std::string_view word)
    {
        if (!takes(word)) failed_ = true;
    }

    void fail() { failed_ = true; }
    bool at_end() const { return rest_.empty(); }
    bool is_good() const { return !failed_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool failed_ = false;
};

struct parts {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    minutes offset{0};  // what the clock in `hour` is ahead of UTC
};

std::optional<sys_seconds> instant_of(const parts& read)
{
    const year_month_day date{year(read.year), month(static_cast<unsigned>(read.month)),
                              day(static_cast<unsigned>(read.day))};
    if (!date.ok() || read.hour > 23 || read.minute > 59 || read.second > 59) return std::nullopt;
    return sys_days(date) + hours(read.hour) + minutes(read.minute) + seconds(read.second) - read.offset;
}

minutes read_offset(scanner& from)
{
    const bool is_behind = from.takes("-");
    if (!is_behind) from.expect("+");
    const int h = from.number(2, 2);
    from.expect(":");
    const int m = from.number(2, 2);
    if (h > 23 || m > 59) from.fail();
    const auto size = hours(h) + minutes(m);
    return is_behind ? -size : size;
}

void read_time(scanner& from, std::size_t digits_min, parts& to)
{
    to.hour = from.number(digits_min, 2);
    from.expect(":");
    to.minute = from.number(digits_min, 2);
    from.expect(":");
    to.second = from.number(digits_min, 2);
}

// 12 AM is midnight and 12 PM is noon.
void read_half_of_day(scanner& from, parts& to)
{
    const bool is_afternoon = from.takes(" PM");
    if (!is_afternoon && !from.takes(" AM")) return;
    if (to.hour < 1 || to.hour > 12) from.fail();
    to.hour = to.hour % 12 + (is_afternoon ? 12 : 0);
}

// `1/16/2026 5:24:12 AM +00:00`, `10/16/2026 15:04:05 +00:00`
std::optional<sys_seconds> read_month_first(scanner from)
{
    parts to;
    to.month = from.number(1, 2);
    from.expect("/");
    to.day = from.number(1, 2);
    from.expect("/");
    to.year = from.number(4, 4);
    from.expect(" ");
    read_time(from, 1, to);
    read_half_of_day(from, to);
    from.expect(" ");
    to.offset = read_offset(from);
    return from.is_good() ? instant_of(to) : std::nullopt;
}

// `2026-10-16 15:04:05`, `2026-10-16T15:04:05.0000000+00:00`, `2026-10-16T15:04:05Z`
std::optional<sys_seconds> read_year_first(scanner from)
{
    parts to;
    to.year = from.number(4, 4);
    from.expect("-");
    to.month = from.number(2, 2);
    from.expect("-");
    to.day = from.number(2, 2);
    const bool is_plain = from.takes(" ");
    if (!is_plain) from.expect("T");
    read_time(from, 2, to);
    if (is_plain && from.at_end()) return from.is_good() ? instant_of(to) : std::nullopt;
    if (from.takes(".")) from.number(1, 7);
    if (!from.takes("Z")) to.offset = read_offset(from);
    return from.is_good() ? instant_of(to) : std::nullopt;
}

}  // namespace

std::optional<sys_seconds> read_expiry_date(std::string_view text)
{
    const auto date = ascii::trimmed(text);
    if (const auto at = read_month_first(scanner(date))) return at;
    if (const auto at = read_year_first(scanner(date))) return at;
    return http::parse_date(date);
}

system_clock::time_point on_wall_clock(sys_seconds at)
{
    constexpr auto first = ceil<seconds>(system_clock::time_point::min());
    constexpr auto last = floor<seconds>(system_clock::time_point::max());
    return at < first ? first : at > last ? last : at;
}

}  // namespace parley::identity
