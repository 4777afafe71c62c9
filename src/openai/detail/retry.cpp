#include "openai/detail/retry.hpp"

#include <algorithm>
#include <cmath>

namespace parley::openai {

using std::chrono::milliseconds;

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
        case errc::upstream_failed:
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
    if (failure.what.code != errc::upstream_busy && failure.what.code != errc::upstream_failed) return false;
    return status == 429 || status == 503 || status == 529 || failure.asked_wait;
}

milliseconds own_wait(const retry_policy& policy, int tries, double jitter)
{
    const double doubled = static_cast<double>(policy.first_wait.count()) * std::exp2(tries - 1);
    const double whole = std::min(doubled, static_cast<double>(policy.wait_max.count()));
    return milliseconds(std::llround(whole * (1 - 0.25 * std::clamp(jitter, 0.0, 1.0))));
}

}  // namespace parley::openai
