#include "identity/azure_cli.hpp"

#include "base/run_on_loop.hpp"
#include "base/temporary_folder.hpp"
#include "identity/system_host.hpp"
#include "identity/testing/scripted_host.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using testing::scripted_host;

constexpr const char* answer = R"({"accessToken":"a-token","expires_on":1769864400,"tokenType":"Bearer"})";

token_request for_scope(std::string scope = "https://cognitiveservices.azure.com/.default")
{
    return {.scopes = {std::move(scope)}};
}

result<access_token> ask(scripted_host& machine, token_request request = for_scope(),
                         azure_cli_options options = {}, std::chrono::seconds within = 90s)
{
    const auto credential = make_azure_cli_credential(machine, std::move(options));
    if (!credential) return credential.error();
    asio::io_context loop;
    return run_on_loop(loop, (*credential)->get_token(std::move(request), machine.steady_now() + within));
}

void script(scripted_host& machine, int status, std::string output, std::string complaint = "")
{
    machine.programs.push_back({program_output{status, std::move(output), std::move(complaint)}, 1s});
}

TEST(AzureCli, AsksForTheResourceInAFixedDirectory)
{
    scripted_host machine;
    script(machine, 0, answer, "WARNING: a new version is available\n");
    const auto token = ask(machine);
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "a-token");
    EXPECT_EQ(token->expires_on, wall_time(1769864400s));
    const std::vector<std::string> expected = {"az",
                                               "account",
                                               "get-access-token",
                                               "--output",
                                               "json",
                                               "--resource",
                                               "https://cognitiveservices.azure.com"};
    EXPECT_EQ(machine.program_calls.at(0).argv, expected);
    EXPECT_EQ(machine.program_calls.at(0).directory, "/bin");
    const std::vector<std::pair<std::string, std::string>> colourless = {{"AZURE_CORE_NO_COLOR", "true"}};
    EXPECT_EQ(machine.program_calls.at(0).variables, colourless);
    EXPECT_EQ(machine.program_limits.at(0), 13s);
}

std::vector<std::string> last_words(const scripted_host& machine)
{
    const auto& argv = machine.program_calls.back().argv;
    return {argv.begin() + 7, argv.end()};
}

TEST(AzureCli, NamesTheTenantOfTheOptionOrTheEnvironment)
{
    scripted_host machine;
    for (int i = 0; i < 3; ++i) script(machine, 0, answer);
    ASSERT_TRUE(ask(machine, for_scope(), {.tenant = "mine"}));
    EXPECT_EQ(last_words(machine), (std::vector<std::string>{"--tenant", "mine"}));
    machine.variables["AZURE_TENANT_ID"] = "environment";
    ASSERT_TRUE(ask(machine));
    EXPECT_EQ(last_words(machine), (std::vector<std::string>{"--tenant", "environment"}));
    ASSERT_TRUE(ask(machine, for_scope(), {.tenant = "mine"}));
    EXPECT_EQ(last_words(machine), (std::vector<std::string>{"--tenant", "mine"}));
}

TEST(AzureCli, NamesTheSubscriptionInPlaceOfATenant)
{
    scripted_host machine;
    machine.variables["AZURE_TENANT_ID"] = "environment";
    script(machine, 0, answer);
    ASSERT_TRUE(ask(machine, for_scope(), {.subscription = "Pay as you go"}));
    EXPECT_EQ(last_words(machine), (std::vector<std::string>{"--subscription", "Pay as you go"}));
    EXPECT_EQ(ask(machine, for_scope(), {.tenant = "mine", .subscription = "s"}).error().code,
              errc::invalid_input);
}

TEST(AzureCli, AsksForAnotherTenantWhenThatIsAllowed)
{
    scripted_host machine;
    for (int i = 0; i < 3; ++i) script(machine, 0, answer);
    auto request = for_scope();
    request.tenant = "other";
    ASSERT_TRUE(ask(machine, request));
    EXPECT_EQ(last_words(machine), (std::vector<std::string>{"--tenant", "other"}));
    EXPECT_EQ(ask(machine, request, {.tenant = "mine"}).error().code, errc::invalid_input);
    ASSERT_TRUE(ask(machine, request, {.tenant = "mine", .additionally_allowed_tenants = {"other"}}));
    EXPECT_EQ(last_words(machine), (std::vector<std::string>{"--tenant", "other"}));
    machine.variables["AZURE_IDENTITY_DISABLE_MULTITENANTAUTH"] = "1";
    ASSERT_TRUE(ask(machine, request, {.tenant = "mine", .additionally_allowed_tenants = {"other"}}));
    EXPECT_EQ(last_words(machine), (std::vector<std::string>{"--tenant", "mine"}));
}

TEST(AzureCli, IsUnavailableWhenItIsNotInstalled)
{
    const std::vector<result<program_output>> forms = {
        error{errc::not_found, "az was not found on the path"},
        program_output{127, "", "/bin/sh: 1: az: not found"},
        program_output{1, "", "sh: az: command not found"},
        program_output{1, "",
                       "'az' is not recognized as an internal or external command,\r\noperable program"},
    };
    for (const auto& form : forms) {
        scripted_host machine;
        machine.programs.push_back({form, 0s});
        const auto problem = ask(machine).error();
        EXPECT_EQ(problem.code, errc::credential_unavailable);
        EXPECT_EQ(problem.detail, "Azure CLI: az was not found on the path");
    }
}

TEST(AzureCli, IsUnavailableWhenItMayNotBeExecuted)
{
    scripted_host machine;
    machine.programs.push_back({error{errc::not_found, "az was found but may not be executed"}, 0s});
    EXPECT_EQ(ask(machine).error().code, errc::credential_unavailable);
}

TEST(AzureCli, IsUnavailableWhenNobodyIsLoggedIn)
{
    scripted_host machine;
    script(machine, 1, "", "ERROR: Please run 'az login' to setup account.\n");
    const auto problem = ask(machine).error();
    EXPECT_EQ(problem.code, errc::credential_unavailable);
    EXPECT_EQ(problem.detail, "Azure CLI: nobody is logged in: run `az login`");
}

TEST(AzureCli, FailsAloneButIsUnavailableInAChain)
{
    for (const char* complaint : {"ERROR: AADSTS50076: Due to a configuration change", "ERROR: unexpected"}) {
        scripted_host machine;
        script(machine, 1, "", complaint);
        script(machine, 1, "", complaint);
        EXPECT_EQ(ask(machine).error().code, errc::authentication_failed);
        auto request = for_scope();
        request.origin = asked_by::chain;
        const auto demoted = ask(machine, request).error();
        EXPECT_EQ(demoted.code, errc::credential_unavailable);
        EXPECT_EQ(demoted.detail, std::string("Azure CLI: ") + complaint);
    }
}

TEST(AzureCli, IsNotStartedAgainAfterAFailure)
{
    scripted_host machine;
    script(machine, 1, "", "ERROR: unexpected");
    script(machine, 0, answer);
    EXPECT_FALSE(ask(machine));
    EXPECT_EQ(machine.program_calls.size(), 1U);
}

TEST(AzureCli, NeverShowsItsOutput)
{
    scripted_host machine;
    script(machine, 0, "no JSON but a-token");
    const auto problem = ask(machine).error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_EQ(problem.detail, "Azure CLI: az succeeded, but its output is not a JSON object");
}

TEST(AzureCli, SaysThatItTookTooLongAndWhatToChange)
{
    scripted_host machine;
    machine.programs.push_back({program_output{0, answer, ""}, 14s});
    const auto problem = ask(machine).error();
    EXPECT_EQ(problem.code, errc::credential_unavailable);
    EXPECT_EQ(problem.detail,
              "Azure CLI: timeout: az gave no answer within 13 s; run it by hand, or raise "
              "process-timeout-seconds");
}

TEST(AzureCli, WaitsAsLongAsItIsTold)
{
    scripted_host machine;
    machine.programs.push_back({program_output{0, answer, ""}, 14s});
    EXPECT_TRUE(ask(machine, for_scope(), {.process_timeout = 60s}));
    EXPECT_EQ(machine.program_limits.at(0), 60s);
}

// That the caller is in a hurry does not mean that az is not there: a chain must not go on for it.
TEST(AzureCli, PassesOnTheCallersOwnDeadline)
{
    scripted_host machine;
    machine.programs.push_back({program_output{0, answer, ""}, 14s});
    EXPECT_EQ(ask(machine, for_scope(), {}, 5s).error().code, errc::timed_out);
}

TEST(AzureCli, RefusesToPassOnWhatCouldBeAnOption)
{
    scripted_host machine;
    for (const char* scope : {"", "-x", "--help", "https://a/ b", "https://a;id", "https://a\n", "https://é"})
        EXPECT_EQ(ask(machine, for_scope(scope)).error().code, errc::invalid_input) << scope;
    for (const char* tenant : {"-x", "a b", "a/b"})
        EXPECT_EQ(ask(machine, for_scope(), {.tenant = tenant}).error().code, errc::invalid_input) << tenant;
    for (const char* subscription : {"-x", "a;b", "a/b"})
        EXPECT_EQ(ask(machine, for_scope(), {.subscription = subscription}).error().code, errc::invalid_input)
            << subscription;
    EXPECT_TRUE(machine.program_calls.empty());
}

TEST(AzureCli, WantsExactlyOneScope)
{
    scripted_host machine;
    EXPECT_EQ(ask(machine, {}).error().code, errc::invalid_input);
    EXPECT_EQ(ask(machine, {.scopes = {"https://a", "https://b"}}).error().code, errc::invalid_input);
}

TEST(AzureCli, SaysHowToAnswerAChallenge)
{
    scripted_host machine;
    auto request = for_scope("https://a/.default");
    request.claims = R"({"a":1})";
    const auto problem = ask(machine, request, {.tenant = "mine"}).error();
    EXPECT_EQ(problem.code, errc::credential_unavailable);
    EXPECT_NE(problem.detail.find(
                  "`az login --claims-challenge eyJhIjoxfQ== --tenant mine --scope https://a/.default`"),
              std::string::npos)
        << problem.detail;
    EXPECT_TRUE(machine.program_calls.empty());
}

// A stand-in for az, found on the path and run for real.
class stand_in {
public:
    explicit stand_in(const std::string& script) : path_before_(std::getenv("PATH"))
    {
        const auto file = folder_.path / "az";
        std::ofstream(file) << "#!/bin/sh\n" << script;
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        ::setenv("PATH", (folder_.path.string() + ":" + path_before_).c_str(), 1);
    }
    ~stand_in() { ::setenv("PATH", path_before_.c_str(), 1); }
    stand_in(const stand_in&) = delete;
    stand_in& operator=(const stand_in&) = delete;

    result<access_token> ask(azure_cli_options options = {}) const
    {
        const system_host machine;
        const auto credential = make_azure_cli_credential(machine, std::move(options));
        asio::io_context loop;
        return run_on_loop(loop, (*credential)->get_token(for_scope(), deadline_after(60s)));
    }

    std::filesystem::path file(const char* name) const { return folder_.path / name; }

private:
    temporary_folder folder_;
    std::string path_before_;
};

TEST(AzureCli, RunsTheProgramOnThePath)
{
    const stand_in az(
        "pwd > \"${0%/*}/seen\"\necho \"$@\" $AZURE_CORE_NO_COLOR >> \"${0%/*}/seen\"\n"
        "echo 'WARNING: old' >&2\ncat\n"
        "echo '{\"accessToken\":\"real\",\"expires_on\":\"1769864400\"}'\n");
    const auto token = az.ask();
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "real");
    std::ifstream seen(az.file("seen"));
    const std::string text(std::istreambuf_iterator<char>(seen), {});
    EXPECT_EQ(text, std::filesystem::canonical("/bin").string() +
                        "\naccount get-access-token --output json --resource "
                        "https://cognitiveservices.azure.com true\n");
}

TEST(AzureCli, EndsTheProgramWhenItTakesTooLong)
{
    const stand_in az("echo $$ > \"${0%/*}/id\"\nexec sleep 1000\n");
    const auto problem = az.ask({.process_timeout = 500ms}).error();
    EXPECT_EQ(problem.code, errc::credential_unavailable);
    std::ifstream seen(az.file("id"));
    std::string id;
    ASSERT_TRUE(std::getline(seen, id));
    EXPECT_FALSE(std::filesystem::exists("/proc/" + id));
}

TEST(AzureCli, EndsTheProgramWhenTheCallerIsCancelled)
{
    const stand_in az(
        "mkfifo \"${0%/*}/never\"\necho $$ > \"${0%/*}/id.new\"\n"
        "mv \"${0%/*}/id.new\" \"${0%/*}/id\"\nread line < \"${0%/*}/never\"\n");
    const system_host machine;
    const auto credential = *make_azure_cli_credential(machine);
    asio::io_context loop;
    asio::cancellation_signal stop;
    std::optional<result<access_token>> got;
    asio::co_spawn(
        loop, credential->get_token(for_scope(), deadline_after(60s)),
        asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, result<access_token> answered) {
            got = std::move(answered);
        }));
    while (!std::filesystem::exists(az.file("id"))) loop.poll();
    stop.emit(asio::cancellation_type::terminal);
    loop.run();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->error().code, errc::cancelled);
    std::ifstream seen(az.file("id"));
    std::string id;
    ASSERT_TRUE(std::getline(seen, id));
    EXPECT_FALSE(std::filesystem::exists("/proc/" + id));
}

}  // namespace
}  // namespace parley::identity
