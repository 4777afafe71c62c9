#include "openai/detail/retry.hpp"

#include "base/ascii.hpp"
#include "http/http_date.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace parley::openai {
namespace {

using std::chrono::milliseconds;

constexpr double seconds_max = 1e7;  // more is as absurd

// Digits with at most one point, whole; nothing for anything else, a minus sign included.
std::optional<double> number_in(std::optional<std::string_view> text)
{
    if (!text) return std::nullopt;
    const std::string_view digits = ascii::trimmed(*text);
    double number = 0;
    const auto parsed =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
    if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) return std::nullopt;
    if (!std::isfinite(number) || std::signbit(number)) return std::nullopt;
    return number;
}

milliseconds from_seconds(double seconds)
{
    return milliseconds(std::llround(std::min(seconds, seconds_max) * 1000));
}

}  // namespace

std::optional<milliseconds> wait_of(const http::fields& headers, std::chrono::system_clock::time_point now)
{
    if (const auto ms = number_in(headers.find("retry-after-ms"))) return from_seconds(*ms / 1000);
    const auto text = headers.find("Retry-After");
    if (const auto seconds = number_in(text)) return from_seconds(*seconds);
    const auto date = text ? http::parse_date(ascii::trimmed(*text)) : std::nullopt;
    if (!date || *date <= now) return std::nullopt;
    return std::chrono::ceil<milliseconds>(*date - now);
}

std::optional<bool> should_retry_of(const http::fields& headers)
{
    const auto text = headers.find("x-should-retry");
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

bool may_pass(const failed_try& failure)
{
    if (needs_a_person(failure.facts)) return false;
    if (failure.should_retry) return *failure.should_retry;
    switch (failure.what.code) {
        case errc::upstream_busy:
        case errc::unreachable:
        case errc::closed:
        case errc::timed_out:
            return true;
        default:
            return false;
    }
}

bool is_busy_sign(const failed_try& failure)
{
    const unsigned status = failure.facts.status;
    if (failure.what.code != errc::upstream_busy) return false;
    return status == 429 || status == 503 || status == 529 || failure.asked_wait;
}

milliseconds own_wait(const retry_policy& policy, int tries, double jitter)
{
    const double doubled = static_cast<double>(policy.first_wait.count()) * std::exp2(tries - 1);
    const double whole = std::min(doubled, static_cast<double>(policy.wait_max.count()));
    return milliseconds(std::llround(whole * (1 - 0.25 * std::clamp(jitter, 0.0, 1.0))));
}

}  // namespace parley::openai
