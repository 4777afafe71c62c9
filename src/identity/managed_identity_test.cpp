#include "identity/managed_identity.hpp"

#include "identity/detail/managed_fixture.hpp"

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using testing::good_answer;

class ManagedIdentity : public testing::managed_fixture {
protected:
    void on_app_service()
    {
        machine.variables = {{"IDENTITY_ENDPOINT", "http://localhost:42356/msi/token"},
                             {"IDENTITY_HEADER", "header-value"}};
    }

    void on_machine_learning()
    {
        machine.variables = {{"MSI_ENDPOINT", "http://10.0.0.4:8081/msi"}, {"MSI_SECRET", "ml-secret"}};
    }

    void on_cloud_shell() { machine.variables = {{"MSI_ENDPOINT", "http://localhost:50342/oauth2/token"}}; }

    void on_service_fabric()
    {
        on_app_service();
        machine.variables["IDENTITY_SERVER_THUMBPRINT"] = "00ff";
    }
};

TEST_F(ManagedIdentity, IsCalledAsTheSdksCallIt)
{
    EXPECT_EQ((*make_managed_identity(machine))->name(), "ManagedIdentityCredential");
}

TEST_F(ManagedIdentity, RefusesNoScopeAndTwoScopes)
{
    scopes = {};
    EXPECT_EQ(ask().error().code, errc::invalid_input);
    scopes = {"https://a/.default", "https://b/.default"};
    EXPECT_EQ(ask().error().code, errc::invalid_input);
    scopes = {"/.default"};
    EXPECT_EQ(ask().error().code, errc::invalid_input);
    EXPECT_TRUE(machine.calls.empty());
}

TEST_F(ManagedIdentity, RefusesASelectorWithoutAnId)
{
    for (const auto kind : {selector_kind::client_id, selector_kind::object_id, selector_kind::resource_id})
        EXPECT_EQ(ask(by(kind, "")).error().code, errc::invalid_input);
}

TEST_F(ManagedIdentity, AsksForTheResourceOfTheScope)
{
    on_app_service();
    answer(200, good_answer);
    scopes = {"https://management.core.windows.net//.default"};
    EXPECT_TRUE(ask());
    EXPECT_EQ(machine.calls[0].url,
              "http://localhost:42356/msi/token?api-version=2019-08-01"
              "&resource=https%3A%2F%2Fmanagement.core.windows.net%2F");
}

TEST_F(ManagedIdentity, IsNeverBehindAProxyAndConnectsQuicklyOrNotAtAll)
{
    on_app_service();
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    EXPECT_EQ(machine.calls[0].route, through_proxy::never);
    EXPECT_EQ(machine.calls[0].connect_timeout, 2s);
    EXPECT_EQ(machine.calls[0].answer_bytes_max, 64U * 1024);
    EXPECT_EQ(machine.call_limits[0], 60s);
}

TEST_F(ManagedIdentity, AsksAppServiceWithItsHeader)
{
    on_app_service();
    answer(200, R"({"access_token":"opaque-token","expires_on":"1793448000","resource":"https://r",)"
                R"("token_type":"Bearer","client_id":"c"})");
    const auto token = ask();
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "opaque-token");
    EXPECT_EQ(token->expires_on, wall_time(1'793'448'000s));
    EXPECT_EQ(machine.calls[0].method, "GET");
    EXPECT_EQ(header(0, "X-IDENTITY-HEADER"), "header-value");
    EXPECT_EQ(header(0, "Metadata"), "(none)");
}

TEST_F(ManagedIdentity, ReadsTheHeaderValueAnewForEachRequest)
{
    on_app_service();
    const auto credential = *make_managed_identity(machine);
    answer(200, good_answer);
    answer(200, good_answer);
    EXPECT_TRUE(ask(*credential, asked_by::application));
    machine.variables["IDENTITY_HEADER"] = "rotated";
    EXPECT_TRUE(ask(*credential, asked_by::application));
    EXPECT_EQ(header(1, "X-IDENTITY-HEADER"), "rotated");
}

TEST_F(ManagedIdentity, NamesEachSelectorAsAppServiceDoes)
{
    on_app_service();
    const std::pair<selector_kind, std::string> names[] = {{selector_kind::client_id, "client_id"},
                                                           {selector_kind::object_id, "principal_id"},
                                                           {selector_kind::resource_id, "mi_res_id"}};
    for (const auto& [kind, name] : names) {
        answer(200, good_answer);
        EXPECT_TRUE(ask(by(kind, "/sub/a b")));
        EXPECT_TRUE(machine.calls.back().url.ends_with("&" + name + "=%2Fsub%2Fa%20b"));
    }
}

TEST_F(ManagedIdentity, SaysThatAnAppWithUserAssignedIdentitiesOnlyMustChooseOne)
{
    on_app_service();
    answer(400, R"({"statusCode":400,"message":"No User Assigned or Delegated Managed Identity found",)"
                R"("correlationId":"1"})");
    const auto refused = ask();
    EXPECT_EQ(refused.error().code, errc::credential_unavailable);
    EXPECT_EQ(
        refused.error().detail,
        "App Service or Container Apps answered 400: No User Assigned or Delegated Managed Identity found "
        "(with user-assigned identities only, one must be chosen: set AZURE_CLIENT_ID)");
}

TEST_F(ManagedIdentity, NamesTheIdentityThatAppServiceDoesNotHave)
{
    on_app_service();
    answer(400, R"({"statusCode":400,"message":"not found"})");
    EXPECT_NE(ask(by(selector_kind::client_id, "1234")).error().detail.find("client id 1234"),
              std::string::npos);
}

TEST_F(ManagedIdentity, ReadsTheErrorsOfOlderHosts)
{
    on_app_service();
    answer(400, R"({"StatusCode":400,"Message":"capitals","CorrelationId":"1"})");
    EXPECT_NE(ask().error().detail.find("400: capitals"), std::string::npos);
    answer(403, R"({"error":{"code":"Denied","message":"nested"}})");
    EXPECT_NE(ask().error().detail.find("403 Denied: nested"), std::string::npos);
}

TEST_F(ManagedIdentity, RefusesAnEndpointThatIsNoHttpUrl)
{
    for (const auto* endpoint : {"localhost:42356", "ftp://localhost/token", "not a url", "http://"}) {
        on_app_service();
        machine.variables["IDENTITY_ENDPOINT"] = endpoint;
        const auto refused = ask();
        EXPECT_EQ(refused.error().code, errc::authentication_failed) << endpoint;
        EXPECT_NE(refused.error().detail.find("IDENTITY_ENDPOINT"), std::string::npos);
    }
    EXPECT_TRUE(machine.calls.empty());
}

TEST_F(ManagedIdentity, KeepsAQueryOfTheEndpoint)
{
    on_app_service();
    machine.variables["IDENTITY_ENDPOINT"] = "http://localhost/token?slot=1";
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    EXPECT_TRUE(machine.calls[0].url.starts_with("http://localhost/token?slot=1&api-version=2019-08-01"));
}

TEST_F(ManagedIdentity, RefusesASuccessThatHoldsNoToken)
{
    on_app_service();
    for (const auto* body : {"", "<html>", "{", R"({"access_token":"eyJh.eyJi.c"})", "[]"}) {
        answer(200, body);
        const auto refused = ask();
        EXPECT_EQ(refused.error().code, errc::authentication_failed) << body;
        EXPECT_EQ(refused.error().detail.find("eyJ"), std::string::npos);
    }
}

TEST_F(ManagedIdentity, TriesASidecarThatIsStillStartingAgain)
{
    on_app_service();
    fail(errc::unreachable);
    fail(errc::unreachable);
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    EXPECT_EQ(machine.waits, (std::vector<std::chrono::milliseconds>{1s, 1s}));
}

TEST_F(ManagedIdentity, FailsWhenAnAnnouncedEndpointNeverAnswers)
{
    on_app_service();
    for (int i = 0; i < 4; ++i) fail(errc::unreachable);
    const auto refused = ask_in_a_chain();
    EXPECT_EQ(refused.error().code, errc::authentication_failed);
    EXPECT_EQ(machine.calls.size(), 4U);
}

TEST_F(ManagedIdentity, RetriesWhatASidecarMayGetOver)
{
    for (const unsigned status : {404U, 408U, 429U, 500U, 502U, 503U, 504U}) {
        on_app_service();
        machine.calls.clear();
        for (int i = 0; i < 4; ++i) answer(status, R"({"message":"still no"})");
        const auto refused = ask();
        EXPECT_EQ(refused.error().code, errc::authentication_failed) << status;
        EXPECT_NE(refused.error().detail.find("still no"), std::string::npos);
        EXPECT_EQ(machine.calls.size(), 4U) << status;
    }
}

TEST_F(ManagedIdentity, DoesNotRetryARefusal)
{
    on_app_service();
    for (const unsigned status : {400U, 401U, 403U, 302U, 501U}) {
        machine.calls.clear();
        answer(status, "{}");
        EXPECT_EQ(ask().error().code,
                  status == 400U ? errc::credential_unavailable : errc::authentication_failed)
            << status;
        EXPECT_EQ(machine.calls.size(), 1U) << status;
    }
}

TEST_F(ManagedIdentity, WaitsAsLongAsTheServiceAsks)
{
    on_app_service();
    answer(429, "{}", {{"Retry-After", "7"}});
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    EXPECT_EQ(machine.waits, (std::vector<std::chrono::milliseconds>{7s}));
}

TEST_F(ManagedIdentity, AsksAzureMlWithItsSecret)
{
    on_machine_learning();
    answer(200, R"({"access_token":"opaque-token","expires_on":"1/16/2027 5:24:12 AM +00:00"})");
    const auto token = ask();
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->expires_on, wall_time(1'800'077'052s));
    EXPECT_EQ(machine.calls[0].url,
              "http://10.0.0.4:8081/msi?api-version=2017-09-01"
              "&resource=https%3A%2F%2Fcognitiveservices.azure.com");
    EXPECT_EQ(header(0, "secret"), "ml-secret");
}

TEST_F(ManagedIdentity, TakesTheDefaultClientIdOfAzureMlUnlessOneWasChosen)
{
    on_machine_learning();
    machine.variables["DEFAULT_IDENTITY_CLIENT_ID"] = "by-default";
    answer(200, good_answer);
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    EXPECT_TRUE(machine.calls[0].url.ends_with("&clientid=by-default"));
    EXPECT_TRUE(ask(by(selector_kind::client_id, "chosen")));
    EXPECT_TRUE(machine.calls[1].url.ends_with("&clientid=chosen"));
}

TEST_F(ManagedIdentity, RefusesSelectorsThatASourceDoesNotTake)
{
    const auto refuses = [this](selector_kind kind) {
        const auto refused = ask(by(kind, "1234"));
        return !refused && refused.error().code == errc::invalid_input;
    };
    on_machine_learning();
    EXPECT_TRUE(refuses(selector_kind::object_id) && refuses(selector_kind::resource_id));
    const auto takes_none = [&] {
        return refuses(selector_kind::client_id) && refuses(selector_kind::object_id) &&
               refuses(selector_kind::resource_id);
    };
    on_cloud_shell();
    EXPECT_TRUE(takes_none());
    on_service_fabric();
    EXPECT_TRUE(takes_none());
    machine.variables = {{"IDENTITY_ENDPOINT", "http://localhost"}, {"IMDS_ENDPOINT", "http://localhost"}};
    EXPECT_TRUE(takes_none());
    EXPECT_TRUE(machine.calls.empty());
}

TEST_F(ManagedIdentity, PostsAFormToCloudShell)
{
    on_cloud_shell();
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    const auto& call = machine.calls.at(0);
    EXPECT_EQ(call.method, "POST");
    EXPECT_EQ(call.url, "http://localhost:50342/oauth2/token");
    EXPECT_EQ(call.body, "resource=https%3A%2F%2Fcognitiveservices.azure.com");
    EXPECT_EQ(header(0, "Metadata"), "true");
    EXPECT_EQ(header(0, "Content-Type"), "application/x-www-form-urlencoded");
}

TEST_F(ManagedIdentity, PassesOnWhatCloudShellSays)
{
    on_cloud_shell();
    answer(400, R"({"error":{"code":"AudienceNotSupported","message":"no such audience"}})");
    EXPECT_NE(ask().error().detail.find("AudienceNotSupported: no such audience"), std::string::npos);
}

TEST_F(ManagedIdentity, KnowsServiceFabricAndDoesNotAskIt)
{
    on_service_fabric();
    const auto refused = ask();
    EXPECT_EQ(refused.error().code, errc::credential_unavailable);
    EXPECT_NE(refused.error().detail.find("Service Fabric"), std::string::npos);
    EXPECT_TRUE(machine.calls.empty());
}

TEST_F(ManagedIdentity, EndsWithTheCallersDeadline)
{
    on_app_service();
    patience = 2s;
    machine.answers.push_back({testing::json_answer(200, good_answer), 5s});
    EXPECT_EQ(ask().error().code, errc::timed_out);
}

TEST_F(ManagedIdentity, EndsWithTheCallersCancellation)
{
    on_app_service();
    fail(errc::cancelled);
    EXPECT_EQ(ask().error().code, errc::cancelled);
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST_F(ManagedIdentity, ShowsNoSecretOfItsEnvironmentInAnyError)
{
    for (const unsigned status : {400U, 401U, 403U, 501U}) {
        on_app_service();
        answer(status, R"({"message":"header-valueless eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln"})");
        const auto detail = ask().error().detail;
        EXPECT_EQ(detail.find("eyJ"), std::string::npos) << detail;
        EXPECT_EQ(detail.find(machine.variables["IDENTITY_ENDPOINT"]), std::string::npos) << detail;
    }
}

}  // namespace
}  // namespace parley::identity
