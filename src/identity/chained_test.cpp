#include "identity/chained.hpp"

#include "base/run_on_loop.hpp"
#include "base/testing/kept_log.hpp"
#include "identity/testing/told_credential.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

namespace parley::identity {
namespace {

using namespace testing;
using namespace std::chrono_literals;

using script = std::shared_ptr<told>;

chain_member member(std::string name, const script& follows)
{
    return {std::move(name), std::make_unique<told_credential>(follows)};
}

std::unique_ptr<chained_credential> chain_of(std::vector<chain_member> members, log_sink& log,
                                             chain_options options = {})
{
    auto made = make_chain(std::move(members), log, std::move(options));
    EXPECT_TRUE(made);
    return std::move(*made);
}

// A chain of two, and what it says.
struct chain_of_two {
    explicit chain_of_two(script first_one, script second_one, chain_options options = {})
        : first(std::move(first_one)), second(std::move(second_one))
    {
        std::vector<chain_member> members;
        members.push_back(member("First", first));
        members.push_back(member("Second", second));
        chain = chain_of(std::move(members), log, std::move(options));
    }

    result<access_token> ask(token_request request = {.scopes = {"s/.default"}})
    {
        asio::io_context loop;
        return run_on_loop(loop, chain->get_token(std::move(request), deadline_after(10s)));
    }

    script first;
    script second;
    kept_log log;
    std::unique_ptr<chained_credential> chain;
};

TEST(Chain, NeedsAMember)
{
    kept_log log;
    EXPECT_EQ(make_chain({}, log).error().code, errc::invalid_input);
}

TEST(Chain, AsksInOrderAndGivesTheFirstToken)
{
    chain_of_two both(tell({token_named("one")}), tell({token_named("two")}));
    EXPECT_EQ(both.ask().value().text.reveal(), "one");
    EXPECT_TRUE(both.second->requests.empty());
    EXPECT_EQ(both.log.lines(), "credential_chosen credential=First\n");
}

TEST(Chain, GoesOnWhenAMemberIsUnavailable)
{
    chain_of_two both(tell({unavailable("not here")}), tell({token_named("two")}));
    EXPECT_EQ(both.ask().value().text.reveal(), "two");
}

TEST(Chain, StopsAtAnyOtherError)
{
    for (const errc code :
         {errc::authentication_failed, errc::invalid_input, errc::unreachable, errc::timed_out}) {
        chain_of_two both(tell({error{code, "said no"}}), tell({token_named("two")}));
        const auto problem = both.ask().error();
        EXPECT_EQ(problem.code, errc::authentication_failed);
        EXPECT_EQ(problem.detail, "no token: First was tried and failed\nFirst: said no");
        EXPECT_TRUE(both.second->requests.empty());
    }
}

TEST(Chain, IsUnavailableWhenEveryMemberWas)
{
    chain_of_two both(tell({unavailable("not here")}), tell({unavailable("nor here")}),
                      {.advice = "Read the manual."});
    const auto problem = both.ask().error();
    EXPECT_EQ(problem.code, errc::credential_unavailable);
    EXPECT_EQ(problem.detail,
              "no credential could give a token here\nFirst: not here\nSecond: nor here\nRead the manual.");
}

TEST(Chain, FailsWhenAMemberFailedAfterOthersWereUnavailable)
{
    chain_of_two both(tell({unavailable("not here")}), tell({failed("wrong secret")}));
    const auto problem = both.ask().error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_EQ(problem.detail, "no token: Second was tried and failed\nFirst: not here\nSecond: wrong secret");
}

TEST(Chain, GivesTheCallersCancellationAsItIs)
{
    chain_of_two both(tell({error{errc::cancelled, "stopped"}}), tell({token_named("two")}));
    EXPECT_EQ(both.ask().error().code, errc::cancelled);
}

TEST(Chain, RemembersWhoAnsweredAndAsksNobodyElse)
{
    chain_of_two both(tell({unavailable("not here"), token_named("one")}),
                      tell({token_named("two"), failed("not any more"), token_named("again")}));
    EXPECT_TRUE(both.ask());
    const auto problem = both.ask().error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_EQ(problem.detail, "Second: not any more");
    EXPECT_EQ(both.ask().value().text.reveal(), "again");
    EXPECT_EQ(both.first->requests.size(), 1U);
    EXPECT_EQ(both.second->requests.size(), 3U);
}

TEST(Chain, SearchesAgainWhileNobodyHasAnswered)
{
    chain_of_two both(tell({unavailable("not yet"), token_named("one")}), tell({unavailable("no")}));
    EXPECT_FALSE(both.ask());
    EXPECT_EQ(both.ask().value().text.reveal(), "one");
}

TEST(Chain, TellsItsMembersThatTheyAreInOne)
{
    chain_of_two both(tell({unavailable("not here")}), tell({token_named("two")}));
    token_request request{.scopes = {"s/.default"}, .tenant = "other", .claims = "{}"};
    EXPECT_TRUE(both.ask(request));
    EXPECT_TRUE(both.ask(request));
    for (const auto& asked :
         {both.first->requests.at(0), both.second->requests.at(0), both.second->requests.at(1)}) {
        EXPECT_EQ(asked.origin, asked_by::chain);
        EXPECT_EQ(asked.tenant, "other");
        EXPECT_EQ(asked.claims, "{}");
        EXPECT_EQ(asked.scopes, std::vector<std::string>{"s/.default"});
    }
}

TEST(Chain, GoesOnPastAMemberThatCouldNotBeMade)
{
    kept_log log;
    const auto works = tell({token_named("two")});
    std::vector<chain_member> members;
    members.push_back({"First", unavailable("not set: X")});
    members.push_back(member("Second", works));
    const auto chain = chain_of(std::move(members), log);
    asio::io_context loop;
    EXPECT_TRUE(run_on_loop(loop, chain->get_token({.scopes = {"s"}}, deadline_after(10s))));
}

TEST(Chain, ReportsAMemberThatCannotBeRight)
{
    kept_log log;
    const auto works = tell({token_named("two")});
    std::vector<chain_member> members;
    members.push_back({"First", failed("no such certificate")});
    members.push_back(member("Second", works));
    const auto chain = chain_of(std::move(members), log);
    asio::io_context loop;
    const auto token = run_on_loop(loop, chain->get_token({.scopes = {"s"}}, deadline_after(10s)));
    EXPECT_EQ(token.error().detail, "no token: First was tried and failed\nFirst: no such certificate");
    EXPECT_TRUE(works->requests.empty());
}

TEST(Chain, InsideAChainIsUnavailableAsAMemberIs)
{
    kept_log log;
    std::vector<chain_member> inner;
    inner.push_back(member("Inner", tell({unavailable("not here")})));
    std::vector<chain_member> outer;
    outer.push_back({"Nested", chain_of(std::move(inner), log)});
    outer.push_back(member("Last", tell({unavailable("nor here"), token_named("last")})));
    const auto chain = chain_of(std::move(outer), log);
    asio::io_context loop;
    const auto problem = run_on_loop(loop, chain->get_token({.scopes = {"s"}}, deadline_after(10s))).error();
    EXPECT_EQ(problem.code, errc::credential_unavailable);
    EXPECT_EQ(problem.detail,
              "no credential could give a token here\nNested: no credential could give a token "
              "here\n  Inner: not here\nLast: nor here");
    EXPECT_TRUE(run_on_loop(loop, chain->get_token({.scopes = {"s"}}, deadline_after(10s))));
}

TEST(Chain, KeepsWhatEachMemberSaid)
{
    chain_of_two both(tell({unavailable("not here")}), tell({token_named("two")}));
    EXPECT_TRUE(both.chain->outcomes().empty());
    EXPECT_TRUE(both.ask());
    const auto outcomes = both.chain->outcomes();
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_EQ(outcomes[0].name, "First");
    EXPECT_EQ(outcomes[0].problem->detail, "not here");
    EXPECT_EQ(outcomes[1].name, "Second");
    EXPECT_FALSE(outcomes[1].problem);
}

// Nothing may be thrown out of it.
constexpr auto no_throw = [](std::exception_ptr thrown) { EXPECT_FALSE(thrown); };

asio::awaitable<void> ask_into(chained_credential& chain, int& answered)
{
    token_request request{.scopes = {"s"}};
    const auto token = co_await chain.get_token(std::move(request), deadline_after(10s));
    if (token) ++answered;
}

// A thousand first callers on two loops: the member that is not there is asked once, not a thousand times.
TEST(Chain, SearchesOnceForConcurrentFirstCallersOfTwoLoops)
{
    chain_of_two both(tell({unavailable("not here")}), tell({token_named("two")}));
    std::array<int, 2> answered{};
    const auto run = [&](int& count) {
        asio::io_context loop;
        for (int i = 0; i < 500; ++i) asio::co_spawn(loop, ask_into(*both.chain, count), no_throw);
        loop.run();
    };
    std::thread other([&] { run(answered[1]); });
    run(answered[0]);
    other.join();
    EXPECT_EQ(answered[0] + answered[1], 1000);
    EXPECT_EQ(both.first->requests.size(), 1U);
    EXPECT_EQ(both.log.lines(), "credential_chosen credential=Second\n");
}

TEST(Chain, MakesSearchesThatFailOneAfterTheOther)
{
    chain_of_two both(tell({unavailable("not here")}), tell({unavailable("nor here")}));
    int answered = 0;
    asio::io_context loop;
    for (int i = 0; i < 20; ++i) asio::co_spawn(loop, ask_into(*both.chain, answered), no_throw);
    loop.run();
    EXPECT_EQ(both.first->requests.size(), 20U);
    EXPECT_EQ(both.first->asked_now_max, 1);
    EXPECT_EQ(both.second->asked_now_max, 1);
}

}  // namespace
}  // namespace parley::identity
