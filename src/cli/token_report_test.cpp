#include "cli/token_report.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using namespace std::chrono_literals;

const identity::wall_time noon(1'769'860'800s);  // 2026-01-31 12:00:00 UTC

// {"tid":"t-1","oid":"o-1","appid":"a-1","aud":"https://a"}
const std::string jwt =
    "eyJhbGciOiJub25lIn0.eyJ0aWQiOiJ0LTEiLCJvaWQiOiJvLTEiLCJhcHBpZCI6ImEtMSIsImF1ZCI6Imh0dHBzOi8vYSJ9.c2ln";

token_report answered(std::string token = jwt)
{
    const error missing{errc::credential_unavailable, "not set: AZURE_TENANT_ID"};
    return {"https://a/.default",
            {{"EnvironmentCredential", missing}, {"AzureCliCredential", {}}},
            identity::access_token{secret(std::move(token)), noon + 59min}};
}

token_report failed()
{
    const error missing{errc::credential_unavailable, "not set: AZURE_TENANT_ID"};
    const error absent{errc::credential_unavailable, "Azure CLI: az was not found on the path"};
    return {"https://a/.default",
            {{"EnvironmentCredential", missing}, {"AzureCliCredential", absent}},
            error{errc::credential_unavailable, "no credential gave a token"}};
}

TEST(TokenReport, SaysWhoAnsweredForWhomAndWhoDidNot)
{
    EXPECT_EQ(token_text(answered(), noon),
              "A token from AzureCliCredential.\n"
              "  audience     https://a\n"
              "  tenant       t-1\n"
              "  object id    o-1\n"
              "  application  a-1\n"
              "  expires      2026-01-31T12:59:00Z (59 minutes left)\n"
              "\n"
              "Asked before it, without success:\n"
              "  EnvironmentCredential: not set: AZURE_TENANT_ID\n");
}

TEST(TokenReport, SaysWhatIsKnownOfATokenThatIsNoJwt)
{
    EXPECT_EQ(token_text(answered("opaque"), noon + 1h),
              "A token from AzureCliCredential.\n"
              "  audience     https://a\n"
              "  expires      2026-01-31T12:59:00Z (expired)\n"
              "\n"
              "Asked before it, without success:\n"
              "  EnvironmentCredential: not set: AZURE_TENANT_ID\n");
}

TEST(TokenReport, SaysWhyNobodyAnswered)
{
    EXPECT_EQ(
        token_text(failed(), noon),
        "No token for https://a/.default.\n"
        "  EnvironmentCredential: not set: AZURE_TENANT_ID\n"
        "  AzureCliCredential: Azure CLI: az was not found on the path\n"
        "\nTo mend it: az login, or azd auth login, on your own computer; in Azure, give the app a managed "
        "identity (and its\nid as AZURE_CLIENT_ID when it is user-assigned).\n");
}

TEST(TokenReport, SaysWhatWentWrongBeforeAnybodyWasAsked)
{
    auto report = failed();
    report.members.clear();
    EXPECT_EQ(token_text(report, noon), "No token for https://a/.default.\n  no credential gave a token\n");
}

// A mistyped scope was to be mended by logging in.
TEST(TokenReport, AdvisesALoginOnlyWhereOneIsMissing)
{
    auto report = failed();
    for (auto& member : report.members)
        member.problem = error{errc::invalid_input, "a scope is made of letters"};
    EXPECT_EQ(token_text(report, noon).find("az login"), std::string::npos);
    report.members.back().problem->code = errc::credential_unavailable;
    EXPECT_NE(token_text(report, noon).find("az login"), std::string::npos);
}

TEST(TokenReport, GivesTheSameToMachines)
{
    EXPECT_EQ(
        token_json(answered(), token_in_report::hidden),
        R"({"scope":"https://a/.default","credential":"AzureCliCredential","tenant":"t-1","object_id":"o-1",)"
        R"("application":"a-1","audience":"https://a","expires_on":"2026-01-31T12:59:00Z","failed":[)"
        R"({"credential":"EnvironmentCredential","code":"credential_unavailable",)"
        R"("reason":"not set: AZURE_TENANT_ID"}]})");
    EXPECT_NE(
        token_json(failed(), token_in_report::shown).find(R"("error":{"code":"credential_unavailable")"),
        std::string::npos);
}

TEST(TokenReport, ShowsTheTokenOnlyWhenAskedTo)
{
    EXPECT_EQ(token_text(answered("opaque"), noon).find("opaque"), std::string::npos);
    EXPECT_EQ(token_json(answered("opaque"), token_in_report::hidden).find("opaque"), std::string::npos);
    EXPECT_NE(token_json(answered("opaque"), token_in_report::shown).find(R"("token":"opaque")"),
              std::string::npos);
}

}  // namespace
}  // namespace parley::cli
