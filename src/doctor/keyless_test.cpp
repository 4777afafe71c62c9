#include "doctor/keyless.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::doctor {
namespace {

using openai::openai_user;

constexpr std::string_view host = "contoso.openai.azure.com";
constexpr std::string_view scope = "https://cognitiveservices.azure.com/.default";

keyless_facts logged_in()
{
    keyless_facts facts;
    facts.host = std::string(host);
    facts.scope = std::string(scope);
    facts.calls = {{"chat", "https://contoso.openai.azure.com/openai/v1/chat/completions"}};
    facts.token = token_facts{"AzureCliCredential",
                              "11111111-1111-1111-1111-111111111111",
                              "https://cognitiveservices.azure.com",
                              {"22222222-2222-2222-2222-222222222222", principal_kind::user}};
    return facts;
}

keyless_facts answered(unsigned status, std::string body)
{
    keyless_facts facts = logged_in();
    facts.calls.front().reply = service_reply{status, std::move(body), "req-1"};
    return facts;
}

// The finding of the call: the last one, after the token's.
finding told_by(unsigned status, std::string body)
{
    return explain_keyless(answered(status, std::move(body))).back();
}

TEST(Keyless, SaysThatItWorksAndWhoLoggedIn)
{
    const auto findings = explain_keyless(answered(200, "{}"));
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].outcome, verdict::good);
    EXPECT_NE(findings[0].sentence.find("AzureCliCredential"), std::string::npos);
    EXPECT_EQ(findings[1].outcome, verdict::good);
}

TEST(Keyless, NamesTheMissingRoleItsIdAndTheWaysToAssignIt)
{
    const auto told =
        told_by(401, R"({"error":{"code":"PermissionDenied","message":"Principal does not have access to )"
                     R"(API/Operation."}})");
    EXPECT_EQ(told.check, "role");
    EXPECT_EQ(told.outcome, verdict::bad);
    EXPECT_NE(told.sentence.find(std::string(openai_user.id)), std::string::npos);
    ASSERT_EQ(told.fixes.size(), 2U);
    EXPECT_EQ(told.fixes[0].find("az role assignment create --role " + std::string(openai_user.id) +
                                 " --assignee-object-id 22222222-2222-2222-2222-222222222222"
                                 " --assignee-principal-type User --scope "),
              0U);
    EXPECT_NE(told.fixes[1].find("Microsoft.Authorization/roleAssignments@"), std::string::npos);
    EXPECT_NE(told.fixes[1].find("principalType: 'User'"), std::string::npos);
}

TEST(Keyless, NamesTheDataActionThatIsLacking)
{
    const auto told = told_by(
        401, R"({"error":{"code":"PermissionDenied","message":"The principal `x` lacks the required )"
             R"(data action )"
             R"(`Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` to )"
             R"(perform `POST` operation."}})");
    EXPECT_NE(told.sentence.find(
                  "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action;"),
              std::string::npos)
        << told.sentence;
}

constexpr auto unauthorized =
    R"({"statusCode":401,"message":"Unauthorized. Access token is missing, invalid, audience )"
    R"(is incorrect (https://cognitiveservices.azure.com), or have expired."})";

TEST(Keyless, TellsAWrongAudienceFromTheTokensOwnWord)
{
    keyless_facts facts = answered(401, unauthorized);
    facts.scope = "https://management.azure.com/.default";
    facts.token->audience = "https://management.azure.com/";
    const auto told = explain_keyless(facts).back();
    EXPECT_EQ(told.check, "audience");
    EXPECT_NE(told.sentence.find("https://management.azure.com/"), std::string::npos);
}

TEST(Keyless, TellsAWrongTenantWhenTheAudienceIsRight)
{
    const auto told = told_by(401, unauthorized);
    EXPECT_EQ(told.check, "tenant");
    EXPECT_NE(told.sentence.find("11111111-1111-1111-1111-111111111111"), std::string::npos);
}

TEST(Keyless, KnowsATokenOfAnotherTenant)
{
    const auto told = told_by(400, R"({"error":{"code":"Tenant provided in token does not match resource )"
                                   R"(token","message":"Token tenant a does not match resource tenant."}})");
    EXPECT_EQ(told.check, "tenant");
    EXPECT_EQ(told.fixes.front(), "az login --tenant TENANT");
}

TEST(Keyless, KnowsAnEndpointWithoutACustomSubdomain)
{
    const auto told = told_by(
        400, R"({"error":{"code":"BadRequest","message":"Please provide a custom subdomain for token )"
             R"(authentication, otherwise API key is required."}})");
    EXPECT_EQ(told.check, "subdomain");
}

TEST(Keyless, KnowsARegionalAddressBeforeAnythingIsSent)
{
    keyless_facts facts;
    facts.host = "eastus.api.cognitive.microsoft.com";
    const auto findings = explain_keyless(facts);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().check, "subdomain");
}

TEST(Keyless, SaysTheSubdomainOnlyOnce)
{
    keyless_facts facts = answered(400, R"({"error":{"message":"provide a custom subdomain"}})");
    facts.host = "eastus.api.cognitive.microsoft.com";
    const auto findings = explain_keyless(facts);
    EXPECT_EQ(std::ranges::count(findings, std::string("subdomain"), &finding::check), 1);
}

TEST(Keyless, KnowsThatKeysAreDisabledWhereOneIsSet)
{
    keyless_facts facts = answered(200, "{}");
    facts.keys_set = {"AZURE_OPENAI_KEY"};
    facts.with_key = facts.calls.front();
    facts.with_key->reply = service_reply{
        403, R"({"error":{"code":"AuthenticationTypeDisabled","message":"Key based authentication is )"
             R"(disabled for this resource."}})"};
    const auto told = explain_keyless(facts).front();
    EXPECT_EQ(told.check, "keys");
    EXPECT_NE(told.sentence.find("keys are disabled at contoso.openai.azure.com"), std::string::npos);
}

TEST(Keyless, SaysThatAKeyWouldBeUsedInPlaceOfALogin)
{
    keyless_facts facts = answered(200, "{}");
    facts.keys_set = {"AZURE_OPENAI_KEY"};
    const auto findings = explain_keyless(facts);
    EXPECT_EQ(findings.front().check, "keys");
    EXPECT_EQ(findings.front().fixes.front(), "unset AZURE_OPENAI_KEY");
}

TEST(Keyless, TellsTheNetworkFromTheIdentityInEachOfTheThreeTexts)
{
    for (const auto* body :
         {R"({"error":{"code":"403","message":"Access denied due to Virtual Network/Firewall rules."}})",
          R"({"error":{"code":"403","message":"Public access is disabled. Please configure private )"
          R"(endpoint."}})",
          R"({"code":"403","message":"A Virtual Network is configured for this resource."})"})
        EXPECT_EQ(told_by(403, body).check, "network") << body;
}

TEST(Keyless, TellsAnUnreachableEndpointFromASilentOne)
{
    keyless_facts facts = logged_in();
    facts.calls.front().problem = error{errc::unreachable, "no such host"};
    EXPECT_NE(explain_keyless(facts).back().sentence.find("cannot be reached"), std::string::npos);
    facts.calls.front().problem = error{errc::timed_out, "the deadline passed"};
    EXPECT_NE(explain_keyless(facts).back().sentence.find("did not answer in time"), std::string::npos);
}

TEST(Keyless, TellsARefusedCertificateFromABlockedNetwork)
{
    keyless_facts facts = logged_in();
    facts.calls.front().problem =
        error{errc::upstream_rejected, "the certificate of h is not valid now (expired)"};
    const auto told = explain_keyless(facts).back();
    EXPECT_EQ(told.check, "certificate");
    EXPECT_NE(told.sentence.find("is not valid now"), std::string::npos);
    EXPECT_NE(told.fixes.front().find("SSL_CERT_FILE"), std::string::npos);
}

TEST(Keyless, TellsAnUnknownDeploymentFromAnUnknownResource)
{
    EXPECT_EQ(
        told_by(404, R"({"error":{"code":"DeploymentNotFound","message":"The API deployment ..."}})").check,
        "deployment");
    EXPECT_EQ(
        told_by(404, R"({"error":{"code":"404","message":"Subdomain does not map to a resource."}})").check,
        "endpoint");
}

// The address that the portal shows has a path; below it nothing is found, whichever deployment is named.
TEST(Keyless, TellsAWrongPathFromAnUnknownDeployment)
{
    const auto told = told_by(404, R"({"error":{"code":"404","message":"Resource not found"}})");
    EXPECT_EQ(told.check, "endpoint");
    EXPECT_NE(told.sentence.find("/openai/v1/chat/completions"), std::string::npos);
}

TEST(Keyless, SaysThatTheTokenNeverArrived)
{
    for (const auto* body :
         {R"({"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API )"
          R"(endpoint."}})",
          R"({"statusCode":401,"message":"Access denied due to a missing application credentials or )"
          R"(subscription key."})"})
        EXPECT_EQ(told_by(401, body).check, "endpoint") << body;
}

TEST(Keyless, TakesARefusedRequestForALoginThatWorks)
{
    const auto told = told_by(400, R"({"error":{"code":"unsupported_value","message":"no"}})");
    EXPECT_EQ(told.sentence.find("the login works, but chat refused the call: "), 0U) << told.sentence;
}

TEST(Keyless, TakesAModelThatThoughtTooLongForOneThatAnswers)
{
    const auto told = told_by(400, R"({"error":{"code":"invalid_request_error","message":"Could not finish )"
                                   R"(the message because max_tokens or model output limit was reached."}})");
    EXPECT_EQ(told.outcome, verdict::good) << told.sentence;
}

TEST(Keyless, AsksForTheRoleOfAProjectWhereOneIsCalled)
{
    keyless_facts facts = answered(401, R"({"error":{"code":"PermissionDenied","message":"no"}})");
    facts.scope = "https://ai.azure.com/.default";
    EXPECT_NE(explain_keyless(facts).back().sentence.find("Azure AI User"), std::string::npos);
}

TEST(Keyless, DoesNotJudgeAnAudienceThatIsAnId)
{
    keyless_facts facts = answered(401, unauthorized);
    facts.token->audience = "7d312290-28c8-473c-a0ed-8e53749b6d6d";
    EXPECT_EQ(explain_keyless(facts).back().check, "tenant");
}

TEST(Keyless, ExplainsEachDeploymentAndSaysTheSameOnlyOnce)
{
    keyless_facts facts = answered(200, "{}");
    facts.calls.push_back({"other", "u", service_reply{404, R"({"error":{"code":"DeploymentNotFound"}})"}});
    facts.calls.push_back(facts.calls.back());
    const auto findings = explain_keyless(facts);
    ASSERT_EQ(findings.size(), 3U);
    EXPECT_EQ(findings[1].outcome, verdict::good);
    EXPECT_EQ(findings[2].check, "deployment");
}

TEST(Keyless, TakesABusyDeploymentForALoginThatWorks)
{
    EXPECT_EQ(told_by(429, R"({"error":{"code":"429","message":"..."}})").outcome, verdict::good);
}

TEST(Keyless, SaysWhatItCannotExplainWithStatusCodeAndRequest)
{
    const auto told = told_by(418, R"({"error":{"code":"Teapot","message":"short and stout"}})");
    EXPECT_EQ(told.outcome, verdict::unclear);
    EXPECT_EQ(told.sentence,
              "contoso.openai.azure.com answered with status 418 and code Teapot: short and stout "
              "(request req-1)");
}

TEST(Keyless, StopsAtATokenThatCouldNotBeGot)
{
    keyless_facts facts = logged_in();
    facts.token.reset();
    facts.token_problem = error{errc::credential_unavailable, "nothing here can log in"};
    const auto findings = explain_keyless(facts);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().check, "token");
    EXPECT_EQ(findings.front().outcome, verdict::bad);
}

}  // namespace
}  // namespace parley::doctor
