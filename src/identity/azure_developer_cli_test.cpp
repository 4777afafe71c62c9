#include "identity/azure_developer_cli.hpp"

#include "base/run_on_loop.hpp"
#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using testing::scripted_host;

constexpr const char* answer = R"({"token":"a-token","expiresOn":"2026-08-21T10:20:30Z"})";

token_request for_scopes(std::vector<std::string> scopes = {"https://a/.default"})
{
    return {.scopes = std::move(scopes)};
}

result<access_token> ask(scripted_host& machine, token_request request = for_scopes(),
                         azure_developer_cli_options options = {})
{
    const auto credential = make_azure_developer_cli_credential(machine, std::move(options));
    if (!credential) return credential.error();
    asio::io_context loop;
    return run_on_loop(loop, (*credential)->get_token(std::move(request), machine.steady_now() + 90s));
}

result<access_token> ask_after(int status, std::string output, std::string complaint = "")
{
    scripted_host machine;
    machine.programs.push_back({program_output{status, std::move(output), std::move(complaint)}, 1s});
    return ask(machine);
}

TEST(AzureDeveloperCli, ReadsTheTokenAndItsExpiry)
{
    scripted_host machine;
    machine.programs.push_back({program_output{0, answer, "WARNING: old\n"}, 1s});
    const auto token = ask(machine);
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "a-token");
    EXPECT_EQ(token->expires_on, wall_time(1787307630s));
    const std::vector<std::string> expected = {"azd",  "auth",        "token",   "--output",
                                               "json", "--no-prompt", "--scope", "https://a/.default"};
    EXPECT_EQ(machine.program_calls.at(0).argv, expected);
    const std::vector<std::pair<std::string, std::string>> colourless = {{"NO_COLOR", "true"}};
    EXPECT_EQ(machine.program_calls.at(0).variables, colourless);
    EXPECT_EQ(machine.program_calls.at(0).directory, "/bin");
    EXPECT_EQ(machine.program_limits.at(0), 13s);
}

TEST(AzureDeveloperCli, PassesOnEveryScopeTheTenantAndTheClaims)
{
    scripted_host machine;
    machine.variables["AZURE_TENANT_ID"] = "environment";
    machine.programs.push_back({program_output{0, answer, ""}, 1s});
    auto request = for_scopes({"https://a/.default", "https://b/.default"});
    request.claims = R"({"a":1})";
    ASSERT_TRUE(ask(machine, request));
    const auto& argv = machine.program_calls.at(0).argv;
    const std::vector<std::string> words(argv.begin() + 6, argv.end());
    const std::vector<std::string> expected = {
        "--scope",     "https://a/.default", "--scope",  "https://b/.default",
        "--tenant-id", "environment",        "--claims", "eyJhIjoxfQ=="};
    EXPECT_EQ(words, expected);
}

TEST(AzureDeveloperCli, TakesTheMessageOutOfJsonLines)
{
    const auto problem = ask_after(1, "",
                                   "{\"type\":\"consoleMessage\",\"timestamp\":\"2026-01-31T12:00:00Z\","
                                   "\"data\":{\"message\":\"\\nERROR: the tenant is unknown\\n\"}}\n")
                             .error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_EQ(problem.detail, "Azure Developer CLI: ERROR: the tenant is unknown");
}

// azd 1.23.7 began to say `error`, first beside an empty console message.
TEST(AzureDeveloperCli, TakesTheErrorOfANewerAzd)
{
    const auto problem =
        ask_after(1, "",
                  "{\"type\":\"consoleMessage\",\"data\":{\"message\":\"\"}}\n"
                  "{\"error\":\"the tenant is unknown\",\"suggestion\":\"azd auth login\"}\n")
            .error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_EQ(problem.detail, "Azure Developer CLI: the tenant is unknown");
}

TEST(AzureDeveloperCli, TakesTheRawTextWhenTheMessageIsEmpty)
{
    const std::string line = R"({"type":"consoleMessage","data":{"message":" "}})";
    EXPECT_EQ(ask_after(1, "", line + "\n").error().detail, "Azure Developer CLI: " + line);
    EXPECT_EQ(ask_after(1, "", "ERROR: plain").error().detail, "Azure Developer CLI: ERROR: plain");
    EXPECT_EQ(ask_after(2, "").error().detail,
              "Azure Developer CLI: azd ended with status 2 and without a word");
}

TEST(AzureDeveloperCli, IsUnavailableWhenNobodyIsLoggedIn)
{
    const std::string plain = "ERROR: not logged in, run `azd auth login` to login";
    for (const auto& complaint :
         {plain, R"({"type":"consoleMessage","data":{"message":")" + plain + "\"}}"}) {
        const auto problem = ask_after(1, "", complaint).error();
        EXPECT_EQ(problem.code, errc::credential_unavailable);
        EXPECT_EQ(problem.detail, "Azure Developer CLI: nobody is logged in: run `azd auth login`");
    }
}

TEST(AzureDeveloperCli, PassesOnHowToLogInAgain)
{
    for (const char* complaint :
         {"ERROR: reauthentication required, run `azd auth login --scope https://a/.default`",
          "ERROR: login expired, run `azd auth login`",
          "ERROR: AADSTS50076: you must use multi-factor authentication. Run `azd auth login`"}) {
        const auto problem = ask_after(1, "", complaint).error();
        EXPECT_EQ(problem.code, errc::authentication_failed);
        EXPECT_EQ(problem.detail, std::string("Azure Developer CLI: ") + complaint);
    }
}

TEST(AzureDeveloperCli, IsUnavailableWhenItIsNotInstalledOrTakesTooLong)
{
    scripted_host machine;
    machine.programs.push_back({error{errc::not_found, "azd was not found on the path"}, 0s});
    machine.programs.push_back({program_output{0, answer, ""}, 14s});
    EXPECT_EQ(ask(machine).error().detail, "Azure Developer CLI: azd was not found on the path");
    const auto slow = ask(machine).error();
    EXPECT_EQ(slow.code, errc::credential_unavailable);
    EXPECT_NE(slow.detail.find("timeout"), std::string::npos);
}

TEST(AzureDeveloperCli, IsUnavailableInAChainWhateverFails)
{
    scripted_host machine;
    machine.programs.push_back({program_output{1, "", "ERROR: AADSTS50076"}, 0s});
    auto request = for_scopes();
    request.origin = asked_by::chain;
    EXPECT_EQ(ask(machine, request).error().code, errc::credential_unavailable);
}

TEST(AzureDeveloperCli, FailsWithoutShowingAnOutputItCannotRead)
{
    for (const char* output : {"", "bare-token", "[]", R"({"token":""})", R"({"token":"bare-token"})",
                               R"({"token":"bare-token","expiresOn":"soon"})",
                               R"({"token":"bare-token","expiresOn":1787307630})"}) {
        const auto token = ask_after(0, output);
        ASSERT_FALSE(token) << output;
        EXPECT_EQ(token.error().code, errc::authentication_failed);
        EXPECT_EQ(token.error().detail.find("bare-token"), std::string::npos);
    }
}

TEST(AzureDeveloperCli, RefusesToPassOnWhatCouldBeAnOption)
{
    scripted_host machine;
    EXPECT_EQ(ask(machine, for_scopes({})).error().code, errc::invalid_input);
    EXPECT_EQ(ask(machine, for_scopes({"https://a/.default", "--help"})).error().code, errc::invalid_input);
    EXPECT_EQ(ask(machine, for_scopes(), {.tenant = "-x"}).error().code, errc::invalid_input);
    EXPECT_EQ(ask(machine, for_scopes(), {.tenant = "a b"}).error().code, errc::invalid_input);
    EXPECT_TRUE(machine.program_calls.empty());
}

}  // namespace
}  // namespace parley::identity
