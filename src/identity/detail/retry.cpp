#include "identity/detail/retry.hpp"

#include "http/retry_after.hpp"

#include <algorithm>

namespace parley::identity {
namespace {

using std::chrono::milliseconds;

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
    if (last) wait = http::retry_after_of(last->headers, machine.wall_now()).value_or(*wait);
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
