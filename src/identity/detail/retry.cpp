#include "identity/detail/retry.hpp"

#include "http/http_date.hpp"

#include <algorithm>
#include <charconv>

namespace parley::identity {
namespace {

using std::chrono::milliseconds;

// Of a `Retry-After` in seconds; more digits than these are a mistake, not a wish.
constexpr std::size_t retry_after_digits_max = 9;

std::optional<milliseconds> seconds_in(std::string_view field)
{
    int seconds = 0;
    const auto [end, problem] = std::from_chars(field.data(), field.data() + field.size(), seconds);
    const bool whole = problem == std::errc() && end == field.data() + field.size();
    if (!whole || seconds < 0 || field.size() > retry_after_digits_max) return std::nullopt;
    return std::chrono::seconds(seconds);
}

std::optional<milliseconds> wished_wait(const http_answer& answer, wall_time now)
{
    const auto field = answer.headers.find("Retry-After");
    if (!field) return std::nullopt;
    if (const auto wait = seconds_in(*field)) return wait;
    const auto date = http::parse_date(*field);
    if (!date) return std::nullopt;
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(*date - now));
}

bool may_go_on(const result<http_answer>& last, const host& machine, deadline until)
{
    return (last || last.error().code != errc::cancelled) && machine.steady_now() < until;
}

std::optional<milliseconds> wait_before_next(const retry_policy& policy, int tries,
                                             const result<http_answer>& last)
{
    if (last) return policy.wait_before_next(tries, &*last, nullptr);
    const error problem = last.error();
    return policy.wait_before_next(tries, nullptr, &problem);
}

// The wait before the next try, or nothing when `last` is the end.
std::optional<milliseconds> next_wait(const retry_policy& policy, int tries, const result<http_answer>& last,
                                      const host& machine, deadline until)
{
    if (!may_go_on(last, machine, until)) return std::nullopt;
    auto wait = wait_before_next(policy, tries, last);
    if (!wait) return std::nullopt;
    if (last) wait = wished_wait(*last, machine.wall_now()).value_or(*wait);
    // Nothing would be learned by waiting for a try that cannot be made.
    if (until - machine.steady_now() <= *wait) return std::nullopt;
    return wait;
}

}  // namespace

asio::awaitable<result<http_answer>> exchange_with_retries(const host& machine, http_call call,
                                                           retry_policy policy, deadline until)
{
    for (int tries = 1;; ++tries) {
        const deadline try_until = std::min(until, machine.steady_now() + policy.per_try_max);
        auto last = co_await machine.exchange(call, try_until);

        const auto wait = next_wait(policy, tries, last, machine, until);
        if (!wait) co_return last;
        auto paused = co_await machine.sleep_until(machine.steady_now() + *wait);
        if (!paused) co_return paused.error();
    }
}

milliseconds with_jitter(milliseconds wait, const host& machine)
{
    std::byte chance{};
    machine.fill_random({&chance, 1});
    return wait + wait * std::to_integer<int>(chance) / 1024;
}

}  // namespace parley::identity
