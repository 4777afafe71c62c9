#include "identity/detail/azure_cli_answer.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace parley::identity {
namespace {

// The zone that naive times are read in, for the length of a test.
class time_zone {
public:
    explicit time_zone(const char* name)
    {
        ::setenv("TZ", name, 1);
        ::tzset();
    }
    ~time_zone()
    {
        ::unsetenv("TZ");
        ::tzset();
    }
    time_zone(const time_zone&) = delete;
    time_zone& operator=(const time_zone&) = delete;
};

// Central Europe, by its rules, so that no zone database is needed.
constexpr const char* central_europe = "CET-1CEST,M3.5.0,M10.5.0/3";

std::int64_t expiry_of(const std::string& fields)
{
    const auto token = read_azure_cli_answer(R"({"accessToken":"t",)" + fields + "}");
    if (!token) return -1;
    return std::chrono::duration_cast<std::chrono::seconds>(token->expires_on.time_since_epoch()).count();
}

TEST(AzureCliAnswer, ReadsTheTokenAndItsExpiry)
{
    const auto token = read_azure_cli_answer(
        R"({"accessToken":"a-token","expiresOn":"2021-09-27 16:16:30.921462","expires_on":1632759390,
            "subscription":"s","tenant":"t","tokenType":"Bearer"})");
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "a-token");
    EXPECT_EQ(token->expires_on, wall_time(std::chrono::seconds(1632759390)));
}

TEST(AzureCliAnswer, PrefersTheExpiryInSecondsAsNumberAndAsString)
{
    EXPECT_EQ(expiry_of(R"("expiresOn":"2020-01-01 00:00:00.000000","expires_on":1632759390)"), 1632759390);
    EXPECT_EQ(expiry_of(R"("expiresOn":"2020-01-01 00:00:00.000000","expires_on":"1632759390")"), 1632759390);
}

TEST(AzureCliAnswer, ReadsLocalTimeInSummerAndInWinter)
{
    const time_zone here(central_europe);
    EXPECT_EQ(expiry_of(R"("expiresOn":"2021-09-27 16:16:30.921462")"), 1632752190);
    EXPECT_EQ(expiry_of(R"("expiresOn":"2021-12-27 16:16:30.921462")"), 1640618190);
}

TEST(AzureCliAnswer, ReadsLocalTimeWhereTheZoneIsUtc)
{
    const time_zone here("UTC0");
    EXPECT_EQ(expiry_of(R"("expiresOn":"2021-09-27 16:16:30.921462")"), 1632759390);
}

// On the last Sunday of October the clocks go from 3:00 back to 2:00, so 2:30 comes twice.
TEST(AzureCliAnswer, TakesTheFirstOfAnHourThatOccursTwice)
{
    const time_zone here(central_europe);
    EXPECT_EQ(expiry_of(R"("expiresOn":"2026-10-25 02:30:00.000000")"), 1792888200);
    EXPECT_EQ(expiry_of(R"("expiresOn":"2026-10-25 01:59:59.000000")"), 1792886399);
    EXPECT_EQ(expiry_of(R"("expiresOn":"2026-10-25 03:00:00.000000")"), 1792893600);
}

TEST(AzureCliAnswer, ReadsAnHourThatOccursNever)
{
    const time_zone here(central_europe);
    const auto read = expiry_of(R"("expiresOn":"2026-03-29 02:30:00.000000")");
    EXPECT_GE(read, 1774744200);
    EXPECT_LE(read, 1774747800);
}

TEST(AzureCliAnswer, HoldsAtTheEndOfTheClock)
{
    EXPECT_GT(expiry_of(R"("expires_on":253402300799)"), 9'000'000'000);
    EXPECT_EQ(expiry_of(R"("expires_on":253402300800)"), -1);
}

TEST(AzureCliAnswer, FailsWhenNothingUsableWasWritten)
{
    for (const char* output : {"", " \n", "eyJhbGciOi.secret.token", "[]", "{}", R"({"accessToken":""})",
                               R"({"accessToken":7})", R"({"accessToken":"eyJhbGciOi.secret.token"})",
                               R"({"accessToken":"eyJhbGciOi.secret.token","expires_on":-1})",
                               R"({"accessToken":"eyJhbGciOi.secret.token","expires_on":"soon"})",
                               R"({"accessToken":"eyJhbGciOi.secret.token","expiresOn":"tomorrow"})",
                               R"({"accessToken":"eyJhbGciOi.secret.token","expiresOn":"2021-09-27"})"}) {
        const auto token = read_azure_cli_answer(output);
        ASSERT_FALSE(token) << output;
        EXPECT_EQ(token.error().code, errc::authentication_failed) << output;
        EXPECT_EQ(token.error().detail.find("secret"), std::string::npos) << token.error().detail;
    }
}

error explained(std::string complaint, int status = 1)
{
    return explain_azure_cli({.status = status, .output = {}, .complaint = std::move(complaint)});
}

TEST(AzureCliAnswer, SaysHowToLogIn)
{
    for (const char* complaint :
         {"Please run 'az login' to setup account.\n", "ERROR: Please run 'az login' to setup account.",
          "ERROR: No subscription found. Run 'az account set' to select a subscription."}) {
        EXPECT_EQ(explained(complaint).code, errc::credential_unavailable);
        EXPECT_EQ(explained(complaint).detail, "nobody is logged in: run `az login`");
    }
}

TEST(AzureCliAnswer, PassesOnWhatEntraSaidWhole)
{
    const auto problem = explained(
        "ERROR: AADSTS70043: The refresh token has expired.\nTrace ID: 1-2\nInteractive authentication is "
        "needed. "
        "Please run:\naz login --scope https://a/.default\n");
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_EQ(problem.detail,
              "ERROR: AADSTS70043: The refresh token has expired. Trace ID: 1-2 Interactive authentication "
              "is needed. "
              "Please run: az login --scope https://a/.default");
}

TEST(AzureCliAnswer, TellsALoginThatNeedsAPersonFromNoLogin)
{
    EXPECT_EQ(
        explained("Interactive authentication is needed. Please run:\naz login --scope https://a/.default")
            .code,
        errc::authentication_failed);
}

TEST(AzureCliAnswer, PassesOnWhatItDoesNotKnow)
{
    EXPECT_EQ(explained("ERROR: Subscription 'x' not found.").detail, "ERROR: Subscription 'x' not found.");
    EXPECT_EQ(explained("ERROR: Subscription 'x' not found.").code, errc::authentication_failed);
    EXPECT_EQ(explained("", 9).detail, "az ended with status 9 and without a word");
}

// Escapes, bells and 8-bit commands of a wrapper went through to the terminal, in any length.
TEST(AzureCliAnswer, ShowsAComplaintThatCommandsNoTerminalAndIsNotLong)
{
    EXPECT_EQ(explained("no\x1b[2J\x07 \u009b2J\u2028way").detail, "no [2J 2J way");
    EXPECT_LE(explained(std::string(100'000, 'x')).detail.size(), 2048U);
    EXPECT_EQ(explained(std::string(5'000, 'x') + " Please run 'az login'").code,
              errc::credential_unavailable);
}

TEST(AzureCliAnswer, ShowsNoTokenThatStandsInAComplaint)
{
    const auto shown =
        explained(R"(DEBUG: {"accessToken": "opaque-1", "x": 1} {"accessToken":"opaque-2"} )"
                  R"(eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcGFxdWUifQ.c2ln and "accessToken": "opaque-3)")
            .detail;
    EXPECT_EQ(shown,
              R"(DEBUG: {"accessToken": "***", "x": 1} {"accessToken":"***"} *** and "accessToken": "***)");
}

}  // namespace
}  // namespace parley::identity
