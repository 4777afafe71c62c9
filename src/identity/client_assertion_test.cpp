#include "identity/client_assertion.hpp"

#include "base/run_on_loop.hpp"
#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using testing::json_answer;
using testing::scripted_host;
using namespace std::chrono_literals;

constexpr const char* token_body = R"({"expires_in":3599,"access_token":"a-token"})";
constexpr const char* assertion_fields =
    "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_"
    "assertion=";

asio::awaitable<result<secret>> give(std::string assertion)
{
    co_return secret(std::move(assertion));
}

asio::awaitable<result<secret>> refuse()
{
    co_return error{errc::credential_unavailable, "nobody signs here"};
}

result<access_token> ask(scripted_host& machine, result<std::unique_ptr<token_credential>> credential,
                         token_request request = {.scopes = {"https://search.azure.com/.default"}})
{
    if (!credential) return credential.error();
    asio::io_context loop;
    return run_on_loop(loop, (*credential)->get_token(std::move(request), machine.steady_now() + 90s));
}

// To take nothing out of the answer's text never came to an end.
TEST(ClientAssertion, SendsNoneThatIsEmpty)
{
    scripted_host machine;
    const auto problem =
        ask(machine, make_client_assertion_credential(machine, {.tenant = "mine", .client_id = "app-1"},
                                                      [](deadline) { return give(""); }))
            .error();
    EXPECT_EQ(problem.code, errc::authentication_failed);
    EXPECT_EQ(problem.detail, "the client_assertion to log in with is empty");
    EXPECT_TRUE(machine.calls.empty());
}

TEST(ClientAssertion, HidesItsProofHoweverAGatewayRepeatsIt)
{
    scripted_host machine;
    machine.answers = {
        {json_answer(400, R"({"error":"invalid_client","error_description":"a%2Bb%3D%26 a+b=& is"})")}};
    const auto problem =
        ask(machine, make_client_assertion_credential(machine, {.tenant = "mine", .client_id = "app-1"},
                                                      [](deadline) { return give("a+b=&"); }))
            .error();
    EXPECT_NE(problem.detail.find("*** *** is"), std::string::npos) << problem.detail;
}

TEST(ClientAssertion, ShowsWhatItsSourceGivesForEachRequest)
{
    scripted_host machine;
    machine.answers = {{json_answer(200, token_body)}, {json_answer(200, token_body)}};
    int given = 0;
    auto made =
        make_client_assertion_credential(machine, {.tenant = "mine", .client_id = "app-1"},
                                         [&](deadline) { return give("jwt-" + std::to_string(++given)); });
    ASSERT_TRUE(made);
    asio::io_context loop;
    for (const char* expected : {"jwt-1", "jwt-2"}) {
        token_request request{.scopes = {"https://search.azure.com/.default"}};
        EXPECT_TRUE(run_on_loop(loop, (*made)->get_token(request, machine.steady_now() + 90s)));
        EXPECT_TRUE(machine.calls.back().body.ends_with(assertion_fields + std::string(expected)));
    }
}

TEST(ClientAssertion, FailsAsItsSourceDoes)
{
    scripted_host machine;
    const auto token =
        ask(machine, make_client_assertion_credential(machine, {.tenant = "mine", .client_id = "app-1"},
                                                      [](deadline) { return refuse(); }));
    EXPECT_EQ(token.error().code, errc::credential_unavailable);
    EXPECT_TRUE(machine.calls.empty());
}

}  // namespace
}  // namespace parley::identity
