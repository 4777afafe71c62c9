#include "openai/detail/upstream_fixture.hpp"
#include "openai/testing/token_source.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using testing::token_source;

TEST(UpstreamTokens, AsksForATokenBeforeEveryRequest)
{
    token_source tokens({"t-1", "t-2"});
    const auto broken = refusal("503 Unavailable");
    for (const auto style : {host_style::azure_v1, host_style::azure_legacy, host_style::compatible}) {
        const auto done = run({.scripts = {{{broken}, {one_answer}}},
                               .where = {.base_url = {}, .credentials = &tokens, .style = style}});
        ASSERT_TRUE(done.got);
        for (const auto& request : done.requests) EXPECT_TRUE(has_line(request, "Authorization: Bearer t-1"));
    }
    EXPECT_EQ(tokens.asked, 6);
    EXPECT_EQ(tokens.fetched, 1);
}

TEST(UpstreamTokens, SendsATokenOnlyOverTlsOrToItsOwnMachine)
{
    token_source tokens({"t-1"});
    const endpoint open{.base_url = "http://model.example/v1", .credentials = &tokens};
    expect_failure({.scripts = {{{one_answer}}}, .where = open}, errc::invalid_input, "only over https", 0);
    EXPECT_EQ(tokens.asked, 0);
}

TEST(UpstreamTokens, TakesAFreshTokenOnceWhenOneIsRefused)
{
    token_source tokens({"t-1", "t-2", "t-3"});
    const auto stale = refusal("401 Unauthorized", "401");
    const auto done =
        run({.scripts = {{{stale}, {one_answer}}}, .where = {.base_url = {}, .credentials = &tokens}});
    ASSERT_TRUE(done.got);
    EXPECT_TRUE(has_line(done.requests.at(0), "Authorization: Bearer t-1"));
    EXPECT_TRUE(has_line(done.requests.at(1), "Authorization: Bearer t-2"));

    expect_failure(
        {.scripts = {{{stale}, {stale}, {one_answer}}}, .where = {.base_url = {}, .credentials = &tokens}},
        errc::upstream_rejected, "refused the token", 2);
    EXPECT_EQ(tokens.rejected, (std::vector<std::string>{"t-1", "t-2"}));
}

TEST(UpstreamTokens, DoesNotRepeatACallWithTheTokenThatWasRefused)
{
    token_source tokens({"t-1"});
    tokens.rejection = token_source::when_rejected::keep;
    expect_failure({.scripts = {{{refusal("401 Unauthorized", "401")}, {one_answer}}},
                    .where = {.base_url = {}, .credentials = &tokens}},
                   errc::upstream_rejected, "refused the token", 1);
}

// Each try logged in four times more, and the model's host was shunned for what it had no part in.
TEST(UpstreamTokens, DoesNotTakeALoginThatIsOutOfReachForTheHost)
{
    for (const auto code : {errc::unreachable, errc::closed, errc::upstream_busy}) {
        token_source tokens({});
        tokens.problem = error{code, "login.example has no address"};
        expect_failure({.scripts = {{{one_answer}}}, .where = {.base_url = {}, .credentials = &tokens}},
                       errc::authentication_failed, "login.example", 0);
        EXPECT_EQ(tokens.asked, 1);
    }
}

TEST(UpstreamTokens, TakesNoFreshTokenForAMissingRole)
{
    token_source tokens({"t-1", "t-2"});
    expect_failure({.scripts = {{{refusal("401 No", "PermissionDenied")}}},
                    .where = {.base_url = {}, .credentials = &tokens}},
                   errc::upstream_rejected, "Cognitive Services OpenAI User", 1);
    EXPECT_TRUE(tokens.rejected.empty());
}

TEST(UpstreamTokens, PassesOnWhyThereIsNoToken)
{
    token_source tokens({});
    expect_failure({.scripts = {{{one_answer}}}, .where = {.base_url = {}, .credentials = &tokens}},
                   errc::credential_unavailable, "no more tokens", 0);
}

}  // namespace
}  // namespace parley::openai
