#include "identity/workload_identity.hpp"

#include "base/run_on_loop.hpp"
#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using testing::json_answer;
using testing::scripted_host;
using namespace std::chrono_literals;

constexpr const char* token_body = R"({"expires_in":3599,"access_token":"a-token"})";
constexpr const char* token_file = "/var/run/secrets/azure/tokens/azure-identity-token";
constexpr const char* assertion_fields =
    "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_"
    "assertion=";

result<access_token> ask(scripted_host& machine, result<std::unique_ptr<token_credential>> credential,
                         token_request request = {.scopes = {"https://search.azure.com/.default"}})
{
    if (!credential) return credential.error();
    asio::io_context loop;
    return run_on_loop(loop, (*credential)->get_token(std::move(request), machine.steady_now() + 90s));
}

void set_up_pod(scripted_host& machine)
{
    machine.variables = {{"AZURE_TENANT_ID", "mine"},
                         {"AZURE_CLIENT_ID", "app-1"},
                         {"AZURE_FEDERATED_TOKEN_FILE", token_file}};
    machine.files.insert_or_assign(token_file, std::string(" eyJh.eyJi.c2ln\n"));
}

TEST(WorkloadIdentity, ShowsTheTrimmedTokenOfItsFile)
{
    scripted_host machine;
    set_up_pod(machine);
    machine.answers = {{json_answer(200, token_body)}};
    const auto token = ask(machine, make_workload_identity(machine));
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "a-token");
    EXPECT_EQ(machine.calls.at(0).url, "https://login.microsoftonline.com/mine/oauth2/v2.0/token");
    EXPECT_EQ(
        machine.calls.at(0).body,
        "grant_type=client_credentials&client_id=app-1&scope=https%3A%2F%2Fsearch.azure.com%2F.default" +
            std::string(assertion_fields) + "eyJh.eyJi.c2ln");
}

TEST(WorkloadIdentity, ReadsTheFileAnewForEachRequest)
{
    scripted_host machine;
    set_up_pod(machine);
    machine.answers = {{json_answer(200, token_body)}, {json_answer(200, token_body)}};
    auto made = make_workload_identity(machine);
    ASSERT_TRUE(made);
    asio::io_context loop;
    for (const char* expected : {"first", "rotated"}) {
        machine.files.insert_or_assign(token_file, std::string(expected));
        token_request request{.scopes = {"https://search.azure.com/.default"}};
        EXPECT_TRUE(run_on_loop(loop, (*made)->get_token(request, machine.steady_now() + 90s)));
        EXPECT_TRUE(machine.calls.back().body.ends_with(expected));
    }
}

TEST(WorkloadIdentity, TakesOptionsBeforeTheEnvironment)
{
    scripted_host machine;
    set_up_pod(machine);
    machine.variables["AZURE_AUTHORITY_HOST"] = "login.microsoftonline.us";
    machine.files.insert_or_assign("/mine", std::string("other-token"));
    machine.answers = {{json_answer(200, token_body)}};
    ASSERT_TRUE(ask(machine, make_workload_identity(
                                 machine, {.tenant = "yours", .client_id = "app-2", .token_file = "/mine"})));
    EXPECT_EQ(machine.calls.at(0).url, "https://login.microsoftonline.us/yours/oauth2/v2.0/token");
    EXPECT_NE(machine.calls.at(0).body.find("client_id=app-2"), std::string::npos);
    EXPECT_TRUE(machine.calls.at(0).body.ends_with("other-token"));
}

TEST(WorkloadIdentity, IsUnavailableWithoutAnyOneVariable)
{
    for (const char* name : {"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"}) {
        scripted_host machine;
        set_up_pod(machine);
        machine.variables[name] = "";
        const auto problem = ask(machine, make_workload_identity(machine)).error();
        EXPECT_EQ(problem.code, errc::credential_unavailable);
        EXPECT_EQ(problem.detail, "not set: " + std::string(name));
    }
}

TEST(WorkloadIdentity, RefusesABadTenantAndARequestWithoutScopes)
{
    scripted_host machine;
    set_up_pod(machine);
    EXPECT_EQ(ask(machine, make_workload_identity(machine), {}).error().code, errc::invalid_input);
    machine.variables["AZURE_TENANT_ID"] = "a/b";
    EXPECT_EQ(make_workload_identity(machine).error().code, errc::invalid_input);
}

TEST(WorkloadIdentity, FailsAndNamesAFileThatGivesNoToken)
{
    scripted_host machine;
    set_up_pod(machine);
    const std::vector<result<std::string>> contents = {
        error{errc::not_found, "no such file"}, error{errc::storage, "permission denied"}, std::string(),
        std::string(" \n"), std::string(64 * 1024 + 1, 'a')};
    for (const auto& content : contents) {
        machine.files.insert_or_assign(token_file, content);
        const auto problem = ask(machine, make_workload_identity(machine)).error();
        EXPECT_EQ(problem.code, errc::authentication_failed);
        EXPECT_NE(problem.detail.find(token_file), std::string::npos) << problem.detail;
    }
    EXPECT_TRUE(machine.calls.empty());
}

TEST(WorkloadIdentity, CarriesWhatEntraSaid)
{
    scripted_host machine;
    set_up_pod(machine);
    machine.answers = {{json_answer(
        400,
        R"({"error":"invalid_client","error_description":"AADSTS700213: No match for 'x'. Trace ID: 11"})")}};
    const auto problem = ask(machine, make_workload_identity(machine)).error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_NE(problem.detail.find("400 invalid_client: AADSTS700213"), std::string::npos) << problem.detail;
    EXPECT_NE(problem.detail.find("lacks the last `/`"), std::string::npos) << problem.detail;
}

}  // namespace
}  // namespace parley::identity
