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
    for (const auto code : {errc::unreachable, errc::closed, errc::upstream_busy, errc::timed_out}) {
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

// Who is refused by a firewall was told to assign a role, and who logged in to another tenant nothing at all.
TEST(UpstreamTokens, SaysWhatToDoAboutEachRefusalOfAzures)
{
    struct row {
        std::string status;
        std::string body;
        std::string_view remedy;
    };
    for (const auto& [status, body, remedy] :
         {row{"403 No", R"({"code":"403","message":"Access denied due to Virtual Network/Firewall rules."})",
              "refuses calls from this network"},
          row{"400 No",
              R"({"error":{"code":"x","message":"Token tenant a does not match resource tenant."}})",
              "AZURE_TENANT_ID"},
          row{"401 No",
              R"({"error":{"code":"401","message":"Access denied due to invalid subscription key."}})",
              "correct AZURE_OPENAI_ENDPOINT"},
          row{"400 No",
              R"({"error":{"message":"Please provide a custom subdomain for token authentication"}})",
              "https://NAME.openai.azure.com"},
          row{"401 No",
              R"({"message":"Unauthorized. Access token is missing, invalid, audience is incorrect"})",
              "its audience or its tenant is wrong"}}) {
        token_source tokens({"t-1"});
        tokens.rejection = token_source::when_rejected::keep;
        const auto answer =
            "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        const auto done = run({.scripts = {{{answer}}},
                               .where = {.base_url = {},
                                         .credentials = &tokens,
                                         .names = {"AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_KEY"}}});
        ASSERT_TRUE(done.failure);
        EXPECT_EQ(done.failure->code, errc::upstream_rejected);
        EXPECT_NE(done.failure->detail.find(remedy), std::string::npos) << done.failure->detail;
        EXPECT_TRUE(done.failure->detail.ends_with("; parley doctor keyless says more"))
            << done.failure->detail;
        EXPECT_EQ(done.failure->detail.find("denied"), std::string::npos) << "a sentence of the service";
    }
}

TEST(UpstreamTokens, NamesTheRoleOfAProjectForItsScope)
{
    token_source tokens({"t-1"});
    expect_failure(
        {.scripts = {{{refusal("401 No", "PermissionDenied")}}},
         .where = {.base_url = {}, .credentials = &tokens, .token_scope = "https://ai.azure.com/.default"}},
        errc::upstream_rejected, "Azure AI User", 1);
}

TEST(UpstreamTokens, PassesOnWhyThereIsNoToken)
{
    token_source tokens({});
    expect_failure({.scripts = {{{one_answer}}}, .where = {.base_url = {}, .credentials = &tokens}},
                   errc::credential_unavailable, "no more tokens", 0);
}

}  // namespace
}  // namespace parley::openai
