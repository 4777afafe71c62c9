#include "identity/login.hpp"

#include "base/run_on_loop.hpp"
#include "base/testing/kept_log.hpp"
#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace testing;
using namespace std::chrono_literals;

// What becomes of a login whose tools take as long as `az` and `azd`, and may take 200 s each.
struct slow_computer {
    result<access_token> ask(result<std::unique_ptr<token_cache>> login)
    {
        if (!login) return login.error();
        token_request request{.scopes = {"https://cognitiveservices.azure.com/.default"}};
        return run_on_loop(loop, (*login)->get_token(std::move(request), machine.steady_now() + 1h));
    }

    void let_tools_take(std::chrono::seconds az, std::chrono::seconds azd)
    {
        machine.programs.push_back({program_output{.status = 1, .complaint = "Please run 'az login'"}, az});
        machine.programs.push_back(
            {program_output{.output = R"({"token":"of-azd","expiresOn":"2026-01-31T13:00:00Z"})"}, azd});
    }

    scripted_host machine;
    no_log log;
    asio::io_context loop;
};

TEST(Login, OfADeveloperWaitsForToolsAsLongAsTheyMayTake)
{
    slow_computer computer;
    computer.let_tools_take(150s, 150s);
    const auto token = computer.ask(
        log_in_as_developer(computer.machine, computer.log, {.tenant = "mine", .process_timeout = 200s}));
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "of-azd");
    EXPECT_EQ(computer.machine.program_limits, (std::vector<std::chrono::milliseconds>{200s, 200s}));
}

TEST(Login, OfADeveloperNamesTheTenantToBothTools)
{
    slow_computer computer;
    computer.let_tools_take(1s, 1s);
    const developer_login_options options{.tenant = "mine"};
    EXPECT_TRUE(computer.ask(log_in_as_developer(computer.machine, computer.log, options)));
    ASSERT_EQ(computer.machine.program_calls.size(), 2U);
    for (const auto& call : computer.machine.program_calls) EXPECT_EQ(call.argv.back(), "mine");
    EXPECT_TRUE(computer.machine.calls.empty());
}

TEST(Login, SaysInWhichOrderCredentialsWillBeAskedAndForWhichIdentity)
{
    scripted_host machine;
    kept_log log;
    machine.variables = {{"AZURE_CLIENT_ID", "22222222-2222-2222-2222-222222222222"},
                         {"AZURE_TOKEN_CREDENTIALS", "dev"}};
    ASSERT_TRUE(log_in(machine, log));
    EXPECT_EQ(log.lines(),
              "credential_order order=AzureCliCredential AzureDeveloperCliCredential "
              "client_id=22222222-2222-2222-2222-222222222222\n");
}

// AZURE_CLIENT_ID has no say in the login of az, and the log of token serve named it.
TEST(Login, OfADeveloperNamesNoIdentityInTheOrder)
{
    scripted_host machine;
    kept_log log;
    machine.variables = {{"AZURE_CLIENT_ID", "22222222-2222-2222-2222-222222222222"}};
    ASSERT_TRUE(log_in_as_developer(machine, log));
    EXPECT_EQ(log.lines(), "credential_order order=AzureCliCredential AzureDeveloperCliCredential\n");
}

// With short limits for the tools it was given up after 66 s, although 70 s are asked for.
TEST(Login, WaitsForAMetadataServiceThatIsBeingUpdated)
{
    slow_computer computer;
    computer.machine.variables["AZURE_TOKEN_CREDENTIALS"] = "ManagedIdentityCredential";
    for (int i = 0; i < 7; ++i) computer.machine.answers.push_back({testing::json_answer(410, "{}")});
    computer.machine.answers.push_back({testing::json_answer(
        200, R"({"access_token":"of-imds","expires_in":"3600","resource":"r","token_type":"Bearer"})")});
    const default_chain_options options{.process_timeout = 1s};
    const auto token = computer.ask(log_in(computer.machine, computer.log, options));
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "of-imds");
}

TEST(Login, ByTheDefaultChainWaitsForToolsAsLongAsTheyMayTake)
{
    slow_computer computer;
    computer.machine.variables["AZURE_TOKEN_CREDENTIALS"] = "dev";
    computer.let_tools_take(150s, 150s);
    const default_chain_options options{.process_timeout = 200s};
    const auto token = computer.ask(log_in(computer.machine, computer.log, options));
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "of-azd");
}

}  // namespace
}  // namespace parley::identity
