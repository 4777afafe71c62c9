#include "identity/detail/token_life.hpp"

#include <algorithm>
#include <limits>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr auto refreshed_before_the_end = 300s;
constexpr auto long_life = 2h;  // from here on half of it is enough
constexpr auto jitter_max = 5min;
constexpr int jitter_divisor = 20;  // 5 % of the life

// The clocks end in the year 2262, and services send dates beyond.
nanoseconds between(wall_time from, wall_time to)
{
    nanoseconds::rep count = 0;
    if (!__builtin_sub_overflow(to.time_since_epoch().count(), from.time_since_epoch().count(), &count))
        return nanoseconds(count);
    return to > from ? nanoseconds::max() : nanoseconds::min();
}

nanoseconds sum(nanoseconds one, nanoseconds other)
{
    nanoseconds::rep count = 0;
    if (!__builtin_add_overflow(one.count(), other.count(), &count)) return nanoseconds(count);
    return one > nanoseconds(0) ? nanoseconds::max() : nanoseconds::min();
}

}  // namespace

token_life::token_life(const access_token& token, instant asked_at, double jitter)
    : expires_on_(token.expires_on),
      asked_at_(asked_at.steady),
      life_(between(asked_at.wall, token.expires_on)),
      refresh_margin_(refreshed_before_the_end)
{
    if (token.refresh_on)
        refresh_margin_ = std::max(refresh_margin_, between(*token.refresh_on, token.expires_on));
    if (life_ >= long_life) refresh_margin_ = std::max(refresh_margin_, life_ / 2);
    const nanoseconds spread = std::clamp<nanoseconds>(life_ / jitter_divisor, 0ns, jitter_max);
    refresh_margin_ = sum(refresh_margin_, std::chrono::duration_cast<nanoseconds>(spread * jitter));
}

token_age token_life::age_at(instant now) const
{
    const auto left = left_at(now);
    if (left <= 0ns) return token_age::dead;
    if (left <= token_margin) return token_age::old;
    return left <= refresh_margin_ ? token_age::ageing : token_age::fresh;
}

nanoseconds token_life::left_at(instant now) const
{
    return std::min(between(now.wall, expires_on_), sum(life_, asked_at_ - now.steady));
}

}  // namespace parley::identity
