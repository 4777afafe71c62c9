#include "openai/detail/retry.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using http::fields;

failed_try refused_with(unsigned status, std::string code = "x")
{
    failed_try failure{.what = {}, .facts = {.status = status, .code = std::move(code)}};
    failure.what = describe(failure.facts, {});
    return failure;
}

TEST(Retry, TriesAgainWhatMayPassByItself)
{
    for (const unsigned status : {408U, 409U, 429U, 500U, 502U, 503U, 504U, 529U})
        EXPECT_TRUE(may_pass(refused_with(status))) << status;
    for (const unsigned status : {400U, 401U, 403U, 404U, 413U, 422U, 302U})
        EXPECT_FALSE(may_pass(refused_with(status))) << status;
    for (const errc code : {errc::unreachable, errc::closed, errc::timed_out})
        EXPECT_TRUE(may_pass(failed_try{error{code, ""}}));
    for (const errc code : {errc::cancelled, errc::malformed, errc::too_large, errc::authentication_failed})
        EXPECT_FALSE(may_pass(failed_try{error{code, ""}}));
}

TEST(Retry, ObeysTheHostUnlessAPersonIsNeeded)
{
    auto odd = refused_with(400);
    odd.should_retry = true;
    EXPECT_TRUE(may_pass(odd));
    auto broken = refused_with(503);
    broken.should_retry = false;
    EXPECT_FALSE(may_pass(broken));
    for (auto final : {refused_with(429, "insufficient_quota"), refused_with(400, "content_filter"),
                       refused_with(400, "context_length_exceeded"), refused_with(401), refused_with(403)}) {
        final.should_retry = true;
        EXPECT_FALSE(may_pass(final)) << final.what.detail;
    }
    EXPECT_EQ(should_retry_of(fields{{"x-should-retry", "true"}}), true);
    EXPECT_EQ(should_retry_of(fields{{"x-should-retry", "false"}}), false);
    EXPECT_EQ(should_retry_of(fields{{"x-should-retry", "maybe"}}), std::nullopt);
}

TEST(Retry, HoldsEverybodyBackOnlyWhenTheHostSaysThatItIsBusy)
{
    for (const unsigned status : {429U, 503U, 529U}) EXPECT_TRUE(is_busy_sign(refused_with(status)));
    EXPECT_FALSE(is_busy_sign(refused_with(500)));
    EXPECT_FALSE(is_busy_sign(refused_with(429, "insufficient_quota")));
    EXPECT_FALSE(is_busy_sign(failed_try{error{errc::unreachable, ""}}));
    auto broken = refused_with(500);
    broken.asked_wait = 1s;
    EXPECT_TRUE(is_busy_sign(broken));
}

TEST(Retry, WaitsTwiceAsLongEachTimeUpToALimitLessSomeJitter)
{
    const retry_policy usual;
    EXPECT_EQ(own_wait(usual, 1, 0), 500ms);
    EXPECT_EQ(own_wait(usual, 2, 0), 1s);
    EXPECT_EQ(own_wait(usual, 5, 0), 8s);
    EXPECT_EQ(own_wait(usual, 50, 0), 8s);
    EXPECT_EQ(own_wait(usual, 1, 1), 375ms);
    EXPECT_EQ(own_wait(usual, 5, 0.5), 7s);
}

}  // namespace
}  // namespace parley::openai
