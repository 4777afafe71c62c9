#include "http/retry_after.hpp"

#include "base/ascii.hpp"
#include "http/http_date.hpp"

#include <charconv>
#include <cmath>

namespace parley::http {
namespace {

using std::chrono::milliseconds;

constexpr double wait_ms_max = 1e10;  // a hundred days: more is a mistake, not a wish

// Digits with at most one point, whole.
std::optional<milliseconds> number_in(std::string_view text, double ms_per_unit)
{
    const std::string_view digits = ascii::trimmed(text);
    double number = 0;
    const auto parsed =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
    if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) return std::nullopt;
    const double wait = number * ms_per_unit;
    if (!std::isfinite(wait) || std::signbit(wait) || wait > wait_ms_max) return std::nullopt;
    return milliseconds(std::llround(wait));
}

}  // namespace

std::optional<milliseconds> retry_after_of(const fields& headers, std::chrono::system_clock::time_point now)
{
    const auto exact = headers.find("retry-after-ms");
    if (const auto wait = exact ? number_in(*exact, 1) : std::nullopt) return wait;
    const auto text = headers.find("Retry-After");
    if (!text) return std::nullopt;
    if (const auto wait = number_in(*text, 1000)) return wait;
    const auto date = parse_date(ascii::trimmed(*text));
    if (!date || *date <= now) return std::nullopt;
    return std::chrono::ceil<milliseconds>(*date - now);
}

}  // namespace parley::http
