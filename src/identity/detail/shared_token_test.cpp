#include "identity/detail/shared_token.hpp"

#include "identity/testing/cached.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using testing::answering;
using testing::cached;
using testing::caller;

TEST(SharedToken, FetchesOnceAndThenGivesTheTokenAtHand)
{
    cached with;
    EXPECT_EQ(with.text_at_hand(), "nothing");
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.text_at_hand(), "1");
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.source->calls(), 1);
}

TEST(SharedToken, GivesAnAgeingTokenAtOnceAndRenewsItMeanwhile)
{
    cached with;
    with.get();
    with.machine.pass_time(3400s);
    EXPECT_EQ(with.text_at_hand(), "nothing");
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.text_at_hand(), "2");
    EXPECT_EQ(with.source->calls(), 2);
}

TEST(SharedToken, RenewsInOneFetchHoweverManyAsk)
{
    cached with;
    with.get();
    with.machine.pass_time(3400s);
    with.source->mode = answering::when_released;
    std::list<caller> callers;
    for (int i = 0; i < 10'000; ++i) callers.emplace_back(with);
    with.loop.poll();
    for (const auto& each : callers) ASSERT_EQ((**each.got)->text.reveal(), "1");
    EXPECT_EQ(with.text_at_hand(), "1");
    with.source->release();
    with.loop.run();
    EXPECT_EQ(with.source->calls(), 2);
    EXPECT_EQ(with.text_at_hand(), "2");
}

TEST(SharedToken, FetchesOnceForTenThousandCallersWithoutAToken)
{
    cached with;
    with.source->mode = answering::when_released;
    std::list<caller> callers;
    for (int i = 0; i < 10'000; ++i) callers.emplace_back(with);
    with.loop.poll();
    with.source->release();
    with.loop.run();
    for (const auto& each : callers) ASSERT_EQ((**each.got)->text.reveal(), "1");
    EXPECT_EQ(with.source->calls(), 1);
}

TEST(SharedToken, FetchesOnceForAThousandCallersWhileATokenExpires)
{
    cached with;
    with.get();
    with.source->mode = answering::when_released;
    std::list<caller> callers;
    for (int i = 0; i < 1'000; ++i) {
        if (i == 500) with.machine.pass_time(3600s);
        callers.emplace_back(with);
        with.loop.poll();
    }
    with.source->release();
    with.loop.run();
    for (const auto& each : callers) ASSERT_TRUE(*each.got);
    EXPECT_EQ(with.source->calls(), 2);
}

TEST(SharedToken, GivesTheOldTokenWhenRenewingFailsAndWaitsBeforeTheNextAttempt)
{
    cached with;
    with.get();
    with.machine.pass_time(3400s);
    with.problem = error{errc::unreachable, "no network"};
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.source->calls(), 2);
    with.machine.pass_time(29s);
    EXPECT_EQ(with.text_at_hand(), "1");
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.source->calls(), 2);
    with.machine.pass_time(1s);
    with.problem.reset();
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.text_at_hand(), "3");
    EXPECT_EQ(with.source->calls(), 3);
}

TEST(SharedToken, WritesOneLineWhenRenewingFails)
{
    cached with;
    with.get();
    with.machine.pass_time(3400s);
    with.problem = error{errc::unreachable, "no network"};
    with.get();
    EXPECT_EQ(with.log.lines(), "token_not_fetched credential=ScriptedCredential reason=no network\n");
}

TEST(SharedToken, GivesATokenOfItsLastSecondsOnlyWhenNoOtherCanBeHad)
{
    cached with;
    with.get();
    with.machine.pass_time(3580s);
    EXPECT_EQ(with.text_at_hand(), "nothing");
    with.problem = error{errc::unreachable, "no network"};
    EXPECT_EQ(with.text(), "1");
    with.problem.reset();
    EXPECT_EQ(with.text(), "3");
}

TEST(SharedToken, FailsWhenTheTokenHasExpiredAndNoOtherCanBeHad)
{
    cached with;
    with.get();
    with.machine.pass_time(3600s);
    with.problem = error{errc::unreachable, "no network"};
    EXPECT_EQ(with.get().error().code, errc::unreachable);
}

TEST(SharedToken, DoesNotKeepAnError)
{
    cached with;
    with.problem = error{errc::authentication_failed, "refused"};
    EXPECT_EQ(with.text(), "refused");
    with.problem.reset();
    EXPECT_EQ(with.text(), "2");
}

TEST(SharedToken, GivesATokenThatExpiredOnArrivalAndAsksAgainNextTime)
{
    cached with;
    with.life = 0s;
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.text_at_hand(), "nothing");
    EXPECT_EQ(with.text(), "2");
}

// az hands out tokens with five minutes left or less, and takes seconds to start.

TEST(SharedToken, DoesNotAskAgainAtOnceForATokenWithLittleLife)
{
    cached with;
    with.life = 200s;
    EXPECT_EQ(with.text(), "1");
    with.machine.pass_time(29s);
    EXPECT_EQ(with.text(), "1");
    EXPECT_EQ(with.source->calls(), 1);
    with.machine.pass_time(1s);
    with.get();
    EXPECT_EQ(with.source->calls(), 2);
}

TEST(SharedToken, IsNotMisledByAWallClockThatIsSetBack)
{
    cached with;
    with.get();
    with.machine.wall -= 240h;
    with.machine.pass_time(3600s);
    EXPECT_EQ(with.text_at_hand(), "nothing");
    EXPECT_EQ(with.text(), "2");
}

TEST(SharedToken, DropsOnlyTheTokenThatWasRefused)
{
    cached with;
    const auto first = *with.get();
    with.tokens->reject(*first);
    EXPECT_EQ(with.text(), "2");
    with.tokens->reject(*first);
    EXPECT_EQ(with.text_at_hand(), "2");
}

// Each question to a host that refuses the tenant started `az` again, for seconds.
TEST(SharedToken, FetchesNoneAnewWhenTheLastNewOneWasRefusedJustNow)
{
    cached with;
    with.tokens->reject(**with.get());
    EXPECT_EQ(with.text(), "2");
    with.machine.pass_time(29s);
    with.tokens->reject(**with.get());
    EXPECT_EQ(with.text_at_hand(), "2");
    with.machine.pass_time(1s);
    with.tokens->reject(**with.get());
    EXPECT_EQ(with.text(), "3");
}

// The loop that fetched is gone; who waits on another must hear of it.

// For ThreadSanitizer: hits, misses, fetches and refusals of one entry on two loops at once.

// The fetch is on one loop, and most of its waiters are on the other.

}  // namespace
}  // namespace parley::identity
