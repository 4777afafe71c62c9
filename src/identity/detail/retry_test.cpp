#include "identity/detail/retry.hpp"

#include "base/run_on_loop.hpp"
#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using testing::json_answer;
using testing::scripted_answer;
using testing::scripted_host;
using namespace std::chrono_literals;
using waits = std::vector<std::chrono::milliseconds>;

// Answers 503, and tries that brought none, are worth `tries_max` tries, 2 s apart.
retry_policy policy_of(int tries_max)
{
    auto wait = [tries_max](int tries, const http_answer* answer,
                            const error* problem) -> std::optional<std::chrono::milliseconds> {
        const bool worth = problem != nullptr || answer->status == 503;
        return worth && tries < tries_max ? std::optional(2000ms) : std::nullopt;
    };
    return {.wait_before_next = wait};
}

result<http_answer> run(scripted_host& machine, retry_policy policy, std::chrono::milliseconds limit = 90s)
{
    asio::io_context loop;
    http_call call{.url = "https://login.example/token"};
    return run_on_loop(loop, exchange_with_retries(machine, std::move(call), std::move(policy),
                                                   machine.steady_now() + limit));
}

scripted_answer busy(http::fields headers = {})
{
    return {json_answer(503, "{}", std::move(headers))};
}

TEST(Retry, GivesTheFirstAnswerThatIsFinal)
{
    scripted_host machine;
    machine.answers = {busy(), {json_answer(200, "{}")}, {json_answer(204, "")}};
    const auto answer = run(machine, policy_of(4));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(machine.calls.size(), 2U);
    EXPECT_EQ(machine.waits, waits{2000ms});
}

TEST(Retry, GivesTheLastAnswerWhenTheTriesAreUsedUp)
{
    scripted_host machine;
    machine.answers = {busy(), busy(), busy()};
    const auto answer = run(machine, policy_of(3));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(machine.calls.size(), 3U);
}

TEST(Retry, TriesAgainWhenNoAnswerCame)
{
    scripted_host machine;
    machine.answers = {{error{errc::unreachable, "refused"}}, {json_answer(200, "{}")}};
    EXPECT_TRUE(run(machine, policy_of(2)));
}

TEST(Retry, WaitsAsLongAsTheServiceWishes)
{
    scripted_host machine;
    machine.answers = {busy({{"Retry-After", "7"}}), busy({{"Retry-After", "0"}}), {json_answer(200, "{}")}};
    EXPECT_TRUE(run(machine, policy_of(3)));
    EXPECT_EQ(machine.waits, (waits{7000ms, 0ms}));
}

TEST(Retry, ReadsADateInRetryAfter)
{
    scripted_host machine;
    machine.answers = {busy({{"Retry-After", "Sat, 31 Jan 2026 12:00:05 GMT"}}),
                       busy({{"Retry-After", "Sat, 31 Jan 2026 11:00:00 GMT"}}),
                       {json_answer(200, "{}")}};
    EXPECT_TRUE(run(machine, policy_of(3)));
    EXPECT_EQ(machine.waits, (waits{5000ms, 2000ms}));  // the second date is over
}

TEST(Retry, PassesOverARetryAfterThatItCannotRead)
{
    for (const char* field : {"", "soon", "-1", "99999999999999999999"}) {
        scripted_host machine;
        machine.answers = {busy({{"Retry-After", field}}), {json_answer(200, "{}")}};
        EXPECT_TRUE(run(machine, policy_of(2))) << field;
        EXPECT_EQ(machine.waits, waits{2000ms}) << field;
    }
}

TEST(Retry, BeginsNoWaitThatReachesTheDeadline)
{
    scripted_host machine;
    machine.answers = {busy({{"Retry-After", "60"}}), {json_answer(200, "{}")}};
    const auto answer = run(machine, policy_of(2), 60s);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_TRUE(machine.waits.empty());
}

TEST(Retry, LimitsEachTryAndTheWhole)
{
    scripted_host machine;
    machine.answers = {{json_answer(200, "{}"), 10min}, {json_answer(200, "{}"), 10min}};
    const auto answer = run(machine, policy_of(5));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, errc::timed_out);
    EXPECT_EQ(machine.call_limits, (waits{60s, 28s}));
}

TEST(Retry, EndsWhenTheCallerWasCancelled)
{
    scripted_host machine;
    machine.answers = {{error{errc::cancelled, "cancelled"}}};
    EXPECT_EQ(run(machine, policy_of(5)).error().code, errc::cancelled);
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST(Retry, EndsWhenTheCallerWasCancelledDuringAWait)
{
    scripted_host machine;
    machine.pause_mode = testing::pauses::cancelled;
    machine.answers = {busy(), {json_answer(200, "{}")}};
    EXPECT_EQ(run(machine, policy_of(5)).error().code, errc::cancelled);
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST(Retry, SpreadsWaitsOverAQuarterOfThem)
{
    const scripted_host machine;
    std::chrono::milliseconds longest{0};
    for (int i = 0; i < 256; ++i) {
        const auto wait = with_jitter(800ms, machine);
        EXPECT_GE(wait, 800ms);
        longest = std::max(longest, wait);
    }
    EXPECT_EQ(longest, 999ms);
}

}  // namespace
}  // namespace parley::identity
