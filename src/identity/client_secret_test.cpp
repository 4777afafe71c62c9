#include "identity/client_secret.hpp"

#include "base/run_on_loop.hpp"
#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using testing::json_answer;
using testing::scripted_host;
using namespace std::chrono_literals;

constexpr const char* token_body =
    R"({"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"a-token"})";

client_secret_options app(std::string client_secret = "s3cret")
{
    return {.tenant = "mine", .client_id = "app-1", .client_secret = secret(std::move(client_secret))};
}

result<access_token> ask(scripted_host& machine, client_secret_options options, token_request request)
{
    auto credential = make_client_secret_credential(machine, std::move(options));
    if (!credential) return credential.error();
    asio::io_context loop;
    return run_on_loop(loop, (*credential)->get_token(std::move(request), machine.steady_now() + 90s));
}

token_request openai()
{
    return {.scopes = {"https://cognitiveservices.azure.com/.default"}};
}

TEST(ClientSecret, GivesTheTokenOfTheEndpoint)
{
    scripted_host machine;
    machine.answers = {{json_answer(200, token_body), 2s}};
    const auto asked_at = machine.wall_now();
    const auto token = ask(machine, app(), openai());
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "a-token");
    EXPECT_EQ(token->expires_on, asked_at + 3599s);
}

TEST(ClientSecret, PostsTheFormOfClientCredentials)
{
    scripted_host machine;
    machine.answers = {{json_answer(200, token_body)}};
    ASSERT_TRUE(ask(machine, app(), openai()));
    const auto& call = machine.calls.at(0);
    EXPECT_EQ(call.method, "POST");
    EXPECT_EQ(call.url, "https://login.microsoftonline.com/mine/oauth2/v2.0/token");
    EXPECT_EQ(call.headers.find("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(call.headers.find("Accept"), "application/json");
    EXPECT_EQ(call.headers.find("client-request-id"), "00010203-0405-4607-8809-0a0b0c0d0e0f");
    EXPECT_EQ(
        call.body,
        "grant_type=client_credentials&client_id=app-1&scope=https%3A%2F%2Fcognitiveservices.azure.com%2F"
        ".default&client_secret=s3cret");
}

TEST(ClientSecret, EncodesWhatASecretMayHold)
{
    scripted_host machine;
    machine.answers = {{json_answer(200, token_body)}};
    ASSERT_TRUE(ask(machine, app("a&b+c%d=e f~é"), openai()));
    EXPECT_TRUE(machine.calls.at(0).body.ends_with("&client_secret=a%26b%2Bc%25d%3De%20f~%C3%A9"));
}

TEST(ClientSecret, AsksAdfsForAResource)
{
    scripted_host machine;
    machine.answers = {{json_answer(200, R"({"expires_in":"3600","access_token":"t"})")}};
    auto options = app();
    options.tenant = "adfs";
    options.entra.authority = "adfs.example";
    auto request = openai();
    request.tenant = "other";
    ASSERT_TRUE(ask(machine, options, request));
    EXPECT_EQ(machine.calls.at(0).url, "https://adfs.example/adfs/oauth2/token");
    EXPECT_NE(machine.calls.at(0).body.find("&resource=https%3A%2F%2Fcognitiveservices.azure.com&"),
              std::string::npos);
    EXPECT_EQ(machine.calls.at(0).body.find("scope="), std::string::npos);
}

TEST(ClientSecret, PassesOnTenantAndClaims)
{
    scripted_host machine;
    machine.answers = {{json_answer(200, token_body)}};
    auto options = app();
    options.entra.additionally_allowed_tenants = {"other"};
    auto request = openai();
    request.tenant = "other";
    request.claims = R"({"a":1})";
    ASSERT_TRUE(ask(machine, options, request));
    EXPECT_EQ(machine.calls.at(0).url, "https://login.microsoftonline.com/other/oauth2/v2.0/token");
    EXPECT_TRUE(machine.calls.at(0).body.ends_with("&claims=%7B%22a%22%3A1%7D"));
}

TEST(ClientSecret, RefusesARequestThatCannotBeAsked)
{
    scripted_host machine;
    EXPECT_EQ(ask(machine, app(), {}).error().code, errc::invalid_input);
    auto request = openai();
    request.tenant = "other";
    EXPECT_EQ(ask(machine, app(), request).error().code, errc::invalid_input);
    EXPECT_TRUE(machine.calls.empty());
}

TEST(ClientSecret, RefusesOptionsThatCannotBeRight)
{
    scripted_host machine;
    auto options = app();
    options.tenant = "a/b";
    EXPECT_EQ(ask(machine, options, openai()).error().code, errc::invalid_input);
    options = app();
    options.client_id = "";
    EXPECT_EQ(ask(machine, options, openai()).error().code, errc::invalid_input);
    EXPECT_EQ(ask(machine, app(""), openai()).error().code, errc::invalid_input);
    options = app();
    options.entra.authority = "http://login.example";
    EXPECT_EQ(ask(machine, options, openai()).error().code, errc::invalid_input);
}

TEST(ClientSecret, FailsWithWhatEntraSaid)
{
    scripted_host machine;
    machine.answers = {{json_answer(401, R"({"error":"invalid_client","error_codes":[7000215],)"
                                         R"("error_description":"AADSTS7000215: Wrong. Trace ID: 11"})")}};
    const auto problem = ask(machine, app(), openai()).error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_EQ(problem.detail,
              "the token endpoint answered 401 invalid_client: AADSTS7000215: Wrong. Trace ID: 11 (the "
              "client secret "
              "is wrong; often its id was given in place of its value)");
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST(ClientSecret, ShowsItsSecretToNobodyButTheEndpoint)
{
    scripted_host machine;
    machine.answers = {{json_answer(400, R"({"error":"x","error_description":"you sent s3cret, s3cret"})")},
                       {error{errc::malformed, "no head: s3cret"}}};
    EXPECT_EQ(ask(machine, app(), openai()).error().detail.find("s3cret"), std::string::npos);
    EXPECT_EQ(ask(machine, app(), openai()).error().detail.find("s3cret"), std::string::npos);
}

TEST(ClientSecret, FailsWhenAnAnswerHoldsNoToken)
{
    for (const char* body : {"<html>sign in</html>", "{}", R"({"access_token":""})"}) {
        scripted_host machine;
        machine.answers = {{json_answer(200, body)}};
        EXPECT_EQ(ask(machine, app(), openai()).error().code, errc::authentication_failed) << body;
    }
}

TEST(ClientSecret, TriesAgainThreeTimesWhenTheEndpointIsBusy)
{
    for (const unsigned status : {408U, 429U, 500U, 502U, 503U, 504U}) {
        scripted_host machine;
        machine.answer_to = [&](const http_call&) {
            return testing::scripted_answer{json_answer(status, "")};
        };
        EXPECT_EQ(ask(machine, app(), openai()).error().code, errc::authentication_failed);
        ASSERT_EQ(machine.calls.size(), 4U) << status;
        for (int i = 0; i < 3; ++i) {
            EXPECT_GE(machine.waits.at(static_cast<std::size_t>(i)), 800ms * (1 << i));
            EXPECT_LT(machine.waits.at(static_cast<std::size_t>(i)), 1000ms * (1 << i));
        }
    }
}

TEST(ClientSecret, TriesAgainAfterATimeoutOrACutConnection)
{
    for (const errc code : {errc::timed_out, errc::closed}) {
        scripted_host machine;
        machine.answers = {{error{code, "no answer"}}, {json_answer(200, token_body)}};
        EXPECT_TRUE(ask(machine, app(), openai()));
    }
}

TEST(ClientSecret, TriesOnceWhenAnotherTryWouldNotHelp)
{
    for (const unsigned status : {400U, 401U, 403U, 404U, 501U}) {
        scripted_host machine;
        machine.answers = {{json_answer(status, "{}")}, {json_answer(200, token_body)}};
        EXPECT_FALSE(ask(machine, app(), openai())) << status;
    }
    scripted_host machine;
    machine.answers = {{error{errc::unreachable, "no such name"}}, {json_answer(200, token_body)}};
    EXPECT_EQ(ask(machine, app(), openai()).error().code, errc::unreachable);
}

}  // namespace
}  // namespace parley::identity
