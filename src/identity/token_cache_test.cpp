#include "identity/token_cache.hpp"

#include "identity/testing/cached.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using testing::answering;
using testing::cached;
using testing::caller;
using testing::for_scope;

TEST(TokenCache, KeepsScopesAndTenantsApart)
{
    cached with;
    with.get();
    with.tokens = with.cache.tokens_for(for_scope("https://b/.default"));
    EXPECT_EQ(with.text(), "2");
    with.tokens = with.cache.tokens_for(for_scope("https://a/.default", "other"));
    EXPECT_EQ(with.text(), "3");
    with.tokens = with.cache.tokens_for(for_scope("https://a/.default", "OTHER"));
    EXPECT_EQ(with.text(), "3");
    with.tokens = with.cache.tokens_for(for_scope());
    EXPECT_EQ(with.text(), "1");
}

TEST(TokenCache, TakesScopesInAnyOrderForTheSame)
{
    cached with;
    with.tokens = with.cache.tokens_for({.scopes = {"https://a/x", "https://a/y"}});
    EXPECT_EQ(with.text(), "1");
    with.tokens = with.cache.tokens_for({.scopes = {"https://a/y", "https://a/x", "https://a/y"}});
    EXPECT_EQ(with.text(), "1");
}

TEST(TokenCache, SharesNothingWithAnotherCache)
{
    cached one;
    cached other;
    EXPECT_EQ(one.text(), "1");
    EXPECT_EQ(other.text_at_hand(), "nothing");
}

TEST(TokenCache, AsksAnewForClaimsAndKeepsWhatTheyBring)
{
    cached with;
    with.get();
    auto request = for_scope();
    request.claims = R"({"a":1})";
    const auto token = run_on_loop(with.loop, with.cache.get_token(request, deadline_after(30s)));
    EXPECT_EQ(token->text.reveal(), "2");
    EXPECT_EQ(with.text_at_hand(), "2");
}

TEST(TokenCache, IsACredentialItself)
{
    cached with;
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(
            run_on_loop(with.loop, with.cache.get_token(for_scope(), deadline_after(30s)))->text.reveal(),
            "1");
    with.problem = error{errc::authentication_failed, "refused"};
    const auto other = run_on_loop(with.loop, with.cache.get_token(for_scope("b"), deadline_after(30s)));
    EXPECT_EQ(other.error().detail, "refused");
    EXPECT_EQ(with.cache.name(), "ScriptedCredential");
}

TEST(TokenCache, ForgetsExpiredEntriesThatNobodyHolds)
{
    cached with;
    for (int i = 0; i < 10; ++i)
        run_on_loop(with.loop, with.cache.get_token(for_scope(std::to_string(i)), deadline_after(30s)));
    EXPECT_EQ(with.cache.size(), 11U);
    with.machine.pass_time(3600s);
    with.cache.tokens_for(for_scope("another"));
    EXPECT_EQ(with.cache.size(), 2U);  // `tokens` is still held
}

TEST(TokenCache, HoldsABoundedNumberOfEntries)
{
    cached with;
    token_cache small(with.source, with.machine, with.log, {.entries_max = 3});
    for (int i = 0; i < 10; ++i)
        run_on_loop(with.loop, small.get_token(for_scope(std::to_string(i)), deadline_after(30s)));
    EXPECT_EQ(small.size(), 3U);
}

TEST(TokenCache, EndsFetchesAndBeginsNoneWhenStopped)
{
    cached with;
    with.source->mode = answering::when_released;
    caller first(with);
    with.loop.poll();
    with.cache.stop();
    with.loop.run();
    EXPECT_EQ(first.got->error().code, errc::cancelled);
    EXPECT_EQ(with.get().error().code, errc::cancelled);
    with.tokens = with.cache.tokens_for(for_scope("b"));
    EXPECT_EQ(with.get().error().code, errc::cancelled);
    EXPECT_EQ(with.source->calls(), 1);
}

TEST(TokenCache, StillGivesTheTokenAtHandWhenStopped)
{
    cached with;
    with.get();
    with.cache.stop();
    with.machine.pass_time(3400s);
    EXPECT_EQ(with.text_at_hand(), "1");
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.source->calls(), 1);
}

}  // namespace
}  // namespace parley::identity
