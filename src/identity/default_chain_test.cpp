#include "identity/default_chain.hpp"

#include "base/ascii.hpp"
#include "base/run_on_loop.hpp"
#include "base/testing/kept_log.hpp"
#include "identity/testing/scripted_host.hpp"
#include "identity/testing/told_credential.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace testing;
using namespace std::chrono_literals;

constexpr const char* variable_name = "AZURE_TOKEN_CREDENTIALS";
constexpr const char* names[] = {"EnvironmentCredential", "WorkloadIdentityCredential",
                                 "ManagedIdentityCredential", "AzureCliCredential",
                                 "AzureDeveloperCliCredential"};
constexpr const char* token_body = R"({"expires_in":"3599","access_token":"a-token","token_type":"Bearer"})";

token_request openai()
{
    return {.scopes = {"https://cognitiveservices.azure.com/.default"}};
}

// The members of the real chain, whom AZURE_TOKEN_CREDENTIALS chose; none when the value is refused.
std::vector<std::string> chosen_by(const char* value)
{
    scripted_host machine;
    kept_log log;
    machine.variables[variable_name] = value;
    const auto chain = make_default_chain(machine, log);
    if (!chain) return {};
    asio::io_context loop;
    EXPECT_FALSE(run_on_loop(loop, (*chain)->get_token(openai(), machine.steady_now() + 90s)));
    std::vector<std::string> tried;
    for (const auto& each : (*chain)->outcomes()) tried.push_back(each.name);
    return tried;
}

std::vector<std::string> names_from(std::size_t first, std::size_t count)
{
    return {names + first, names + first + count};
}

TEST(DefaultChain, TriesAllInTheOrderOfTheOtherLibraries)
{
    EXPECT_EQ(chosen_by(""), names_from(0, 5));
    EXPECT_EQ(chosen_by("  "), names_from(0, 5));
}

TEST(DefaultChain, TriesOnlyWhatIsThereInProduction)
{
    EXPECT_EQ(chosen_by("prod"), names_from(0, 3));
    EXPECT_EQ(chosen_by(" Prod\t"), names_from(0, 3));
}

TEST(DefaultChain, TriesOnlyToolsForDevelopment)
{
    EXPECT_EQ(chosen_by("dev"), names_from(3, 2));
    EXPECT_EQ(chosen_by("DEV "), names_from(3, 2));
}

TEST(DefaultChain, TriesOnlyTheOneThatIsNamed)
{
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(chosen_by(names[i]), names_from(i, 1));
        const auto spaced = " " + ascii::lower_case(names[i]) + " ";
        EXPECT_EQ(chosen_by(spaced.c_str()), names_from(i, 1));
    }
}

TEST(DefaultChain, RefusesAnyOtherValueAndNamesTheValidOnes)
{
    for (const char* value : {"production", "dev,prod", "dev prod", "VisualStudioCodeCredential",
                              "AzurePowerShellCredential", "Azure Cli Credential"}) {
        scripted_host machine;
        kept_log log;
        machine.variables[variable_name] = value;
        const auto problem = make_default_chain(machine, log).error();
        EXPECT_EQ(problem.code, errc::invalid_input);
        EXPECT_EQ(
            problem.detail,
            "AZURE_TOKEN_CREDENTIALS names no credential: set it to `prod`, `dev`, `EnvironmentCredential`, "
            "`WorkloadIdentityCredential`, `ManagedIdentityCredential`, `AzureCliCredential`, "
            "`AzureDeveloperCliCredential`");
    }
}

TEST(DefaultChain, CanInsistOnTheVariable)
{
    scripted_host machine;
    kept_log log;
    const auto problem =
        make_default_chain(machine, log, {.selection = selection_variable::mandatory}).error();
    EXPECT_EQ(problem.code, errc::invalid_input);
    EXPECT_TRUE(
        problem.detail.starts_with("AZURE_TOKEN_CREDENTIALS is not set, but must be: set it to `prod`"));
    machine.variables[variable_name] = "dev";
    EXPECT_TRUE(make_default_chain(machine, log, {.selection = selection_variable::mandatory}));
}

// The real chain on a scripted machine.
struct default_chain_on {
    explicit default_chain_on(default_chain_options options = {}) : options_(std::move(options)) {}

    result<access_token> ask(token_request request = openai())
    {
        if (!chain) {
            auto made = make_default_chain(machine, log, options_);
            if (!made) return made.error();
            chain = std::move(*made);
        }
        return run_on_loop(loop, chain->get_token(std::move(request), machine.steady_now() + 90s));
    }

    void let_imds_be_silent() { machine.answers.push_back({json_answer(200, ""), 1h}); }

    void let_az_give(const std::string& token)
    {
        machine.programs.push_back(
            {program_output{.output = R"({"accessToken":")" + token + R"(","expires_on":1769864400})"}});
    }

    scripted_host machine;
    kept_log log;
    asio::io_context loop;
    std::unique_ptr<chained_credential> chain;

private:
    default_chain_options options_;
};

TEST(DefaultChain, ExplainsEveryMemberWhereNoneCanBeTried)
{
    default_chain_on bare;
    bare.let_imds_be_silent();
    const auto problem = bare.ask().error();
    EXPECT_EQ(problem.code, errc::credential_unavailable);
    EXPECT_EQ(
        problem.detail,
        "no credential could give a token here\n"
        "EnvironmentCredential: not set: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET or "
        "AZURE_CLIENT_CERTIFICATE_PATH\n"
        "WorkloadIdentityCredential: not set: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE\n"
        "ManagedIdentityCredential: there is no managed identity endpoint here: IMDS did not answer a probe "
        "within 1000 ms\n"
        "AzureCliCredential: Azure CLI: no such program on the path\n"
        "AzureDeveloperCliCredential: Azure Developer CLI: no such program on the path\n"
        "Log in with `az login`, or give the program a managed identity; `parley token` shows what each of "
        "them says.");
}

TEST(DefaultChain, UsesTheDevelopersLoginAndAsksNobodyElseFromThenOn)
{
    default_chain_on laptop;
    laptop.let_imds_be_silent();
    laptop.let_az_give("one");
    laptop.let_az_give("two");
    EXPECT_EQ(laptop.ask().value().text.reveal(), "one");
    EXPECT_EQ(laptop.ask().value().text.reveal(), "two");
    EXPECT_EQ(laptop.machine.calls.size(), 1U);
    EXPECT_EQ(laptop.machine.program_calls.size(), 2U);
    EXPECT_EQ(laptop.log.lines(), "credential_chosen credential=AzureCliCredential\n");
    EXPECT_EQ(laptop.chain->outcomes().size(), 4U);
}

TEST(DefaultChain, WaitsForNoMetadataServiceInDevelopment)
{
    default_chain_on laptop;
    laptop.machine.variables[variable_name] = "dev";
    laptop.let_az_give("one");
    EXPECT_TRUE(laptop.ask());
    EXPECT_TRUE(laptop.machine.calls.empty());
}

TEST(DefaultChain, GoesOnWhenAMachineHasNoIdentity)
{
    default_chain_on machine;
    machine.machine.answers = {
        {json_answer(400, "")},
        {json_answer(400, R"({"error":"invalid_request","error_description":"Identity not found"})")}};
    machine.let_az_give("one");
    EXPECT_TRUE(machine.ask());
    EXPECT_EQ(machine.chain->outcomes().back().name, "AzureCliCredential");
}

TEST(DefaultChain, GoesOnWhenAnAppHasNoIdentity)
{
    for (const auto& variables :
         {std::pair{"IDENTITY_ENDPOINT", "IDENTITY_HEADER"}, std::pair{"MSI_ENDPOINT", "MSI_SECRET"}}) {
        default_chain_on app;
        app.machine.variables = {{variables.first, "http://localhost:42356/msi/token"},
                                 {variables.second, "h"}};
        app.machine.answers = {
            {json_answer(400, R"({"statusCode":400,"message":"No User Assigned Identity found."})")}};
        app.let_az_give("one");
        EXPECT_TRUE(app.ask()) << variables.first;
        EXPECT_EQ(app.chain->outcomes().back().name, "AzureCliCredential");
    }
}

TEST(DefaultChain, EndsAtASecretThatIsWrong)
{
    default_chain_on server;
    server.machine.variables = {
        {"AZURE_TENANT_ID", "mine"}, {"AZURE_CLIENT_ID", "app-1"}, {"AZURE_CLIENT_SECRET", "s3cret"}};
    server.machine.answers = {{json_answer(401, R"({"error":"invalid_client"})")}};
    const auto problem = server.ask().error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_TRUE(problem.detail.starts_with(
        "no token: EnvironmentCredential was tried and failed\n"
        "EnvironmentCredential: the token endpoint answered 401 invalid_client\nLog in"))
        << problem.detail;
    EXPECT_TRUE(server.machine.program_calls.empty());
}

TEST(DefaultChain, ReportsAMemberThatCouldNotBeMade)
{
    default_chain_on server;
    server.machine.variables = {{"AZURE_TENANT_ID", "mine"},
                                {"AZURE_CLIENT_ID", "app-1"},
                                {"AZURE_CLIENT_CERTIFICATE_PATH", "/nowhere.pem"}};
    const auto problem = server.ask().error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_NE(problem.detail.find("\nEnvironmentCredential: the client certificate cannot be read: "),
              std::string::npos)
        << problem.detail;
    EXPECT_TRUE(server.machine.calls.empty());
}

TEST(DefaultChain, UsesTheFederatedTokenOfAPod)
{
    default_chain_on pod;
    pod.machine.variables = {
        {"AZURE_TENANT_ID", "mine"}, {"AZURE_CLIENT_ID", "app-1"}, {"AZURE_FEDERATED_TOKEN_FILE", "/token"}};
    pod.machine.files.insert_or_assign("/token", std::string("eyJh.eyJi.c2ln"));
    pod.machine.answers = {{json_answer(200, token_body)}};
    EXPECT_TRUE(pod.ask());
    EXPECT_EQ(pod.log.lines(),
              "environment_credential found=AZURE_TENANT_ID AZURE_CLIENT_ID\n"
              "credential_chosen credential=WorkloadIdentityCredential\n");
}

TEST(DefaultChain, ChoosesTheIdentityOfTheClientIdVariable)
{
    default_chain_on app;
    app.machine.variables = {{"AZURE_CLIENT_ID", "identity-1"},
                             {"IDENTITY_ENDPOINT", "http://localhost:42356/msi/token"},
                             {"IDENTITY_HEADER", "h"}};
    app.machine.answers = {{json_answer(200, token_body)}};
    EXPECT_TRUE(app.ask());
    EXPECT_NE(app.machine.calls.at(0).url.find("&client_id=identity-1"), std::string::npos);
}

TEST(DefaultChain, PrefersTheIdentityOfItsOptionsToTheVariable)
{
    default_chain_on app({.managed_identity_client_id = "identity-2"});
    app.machine.variables = {{"AZURE_CLIENT_ID", "identity-1"},
                             {"IDENTITY_ENDPOINT", "http://localhost:42356/msi/token"},
                             {"IDENTITY_HEADER", "h"}};
    app.machine.answers = {{json_answer(200, token_body)}};
    EXPECT_TRUE(app.ask());
    EXPECT_NE(app.machine.calls.at(0).url.find("&client_id=identity-2"), std::string::npos);
}

TEST(DefaultChain, AsksAManagedIdentityThatIsNamedWithoutAProbeAndWithAllRetries)
{
    default_chain_on vm;
    vm.machine.variables[variable_name] = "ManagedIdentityCredential";
    for (int i = 0; i < 5; ++i) vm.machine.answers.push_back({json_answer(502, "")});
    vm.machine.answers.push_back({json_answer(200, token_body)});
    EXPECT_TRUE(vm.ask());
    EXPECT_EQ(vm.machine.calls.size(), 6U);
    EXPECT_EQ(vm.machine.calls.at(0).headers.find("Metadata"), "true");
}

TEST(DefaultChain, TakesTheFailureOfOneToolForItsAbsence)
{
    default_chain_on laptop;
    laptop.machine.variables[variable_name] = "dev";
    laptop.machine.programs = {
        {program_output{.status = 1,
                        .complaint = "ERROR: AADSTS700082: The refresh token has expired. az login"}},
        {program_output{.output = R"({"token":"of-azd","expiresOn":"2026-01-31T13:00:00Z"})"}}};
    EXPECT_EQ(laptop.ask().value().text.reveal(), "of-azd");
}

TEST(DefaultChain, PassesTheTenantOnToTheTools)
{
    default_chain_on laptop({.tenant = "mine"});
    laptop.machine.variables[variable_name] = "dev";
    EXPECT_FALSE(laptop.ask());
    for (const auto& call : laptop.machine.program_calls)
        EXPECT_NE(std::ranges::find(call.argv, "mine"), call.argv.end()) << call.argv.at(0);
    EXPECT_EQ(laptop.machine.program_calls.size(), 2U);
}

TEST(DefaultChain, IsUnavailableInsideAnotherChain)
{
    default_chain_on bare;
    bare.machine.variables[variable_name] = "prod";
    bare.let_imds_be_silent();
    auto inner = make_default_chain(bare.machine, bare.log);
    ASSERT_TRUE(inner);
    std::vector<chain_member> members;
    members.push_back({"DefaultAzureCredential", std::move(*inner)});
    members.push_back({"Last", std::make_unique<told_credential>(tell({token_named("last")}))});
    auto outer = make_chain(std::move(members), bare.log);
    ASSERT_TRUE(outer);
    bare.chain = std::move(*outer);
    EXPECT_EQ(bare.ask().value().text.reveal(), "last");
}

// Nothing may be thrown out of it.
constexpr auto no_throw = [](std::exception_ptr thrown) { EXPECT_FALSE(thrown); };

asio::awaitable<void> ask_into(default_chain_on& laptop, int& answered)
{
    auto request = openai();
    const auto token =
        co_await laptop.chain->get_token(std::move(request), laptop.machine.steady_now() + 90s);
    if (token) ++answered;
}

TEST(DefaultChain, ProbesOnceForConcurrentFirstCallers)
{
    default_chain_on laptop;
    laptop.let_imds_be_silent();
    for (int i = 0; i < 101; ++i) laptop.let_az_give("one");
    auto made = make_default_chain(laptop.machine, laptop.log);
    laptop.chain = *std::move(made);
    laptop.machine.exchange_mode = exchanges::held;
    int answered = 0;
    for (int i = 0; i < 100; ++i) asio::co_spawn(laptop.loop, ask_into(laptop, answered), no_throw);
    laptop.loop.poll();
    EXPECT_EQ(laptop.machine.calls.size(), 1U);
    laptop.machine.release();
    laptop.loop.restart();
    laptop.loop.run();
    EXPECT_EQ(answered, 100);
    EXPECT_EQ(laptop.machine.calls.size(), 1U);
}

}  // namespace
}  // namespace parley::identity
