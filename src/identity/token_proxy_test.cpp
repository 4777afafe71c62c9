#include "identity/token_proxy.hpp"

#include "base/testing/kept_log.hpp"
#include "http/url.hpp"
#include "identity/managed_identity.hpp"
#include "identity/testing/scripted_host.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;

constexpr auto header_value = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
constexpr auto good_query = "api-version=2019-08-01&resource=https%3A%2F%2Fcognitiveservices.azure.com";

// A login that says what the test wants and remembers what it was asked.
class scripted_login final : public token_credential {
public:
    std::string_view name() const override { return "AzureCliCredential"; }

    asio::awaitable<result<access_token>> get_token(token_request request, deadline) override
    {
        asked.push_back(std::move(request));
        co_return outcome;
    }

    result<access_token> outcome =
        access_token{.text = secret("opaque-token"), .expires_on = wall_time(1'793'448'000'500ms)};
    std::vector<token_request> asked;
};

template <class T>
T run(asio::awaitable<T> work)
{
    asio::io_context loop;
    std::vector<T> outcome;
    asio::co_spawn(loop, std::move(work), [&](std::exception_ptr thrown, T got) {
        if (thrown) std::rethrow_exception(thrown);
        outcome.push_back(std::move(got));
    });
    loop.run();
    return std::move(outcome.at(0));
}

class TokenProxy : public ::testing::Test {
protected:
    static http::request good_request()
    {
        http::request asked{
            .method = "GET",
            .path = "/oauth2/token",
            .query = good_query,
            .headers = {{"Host", "host.docker.internal:5300"}, {"X-IDENTITY-HEADER", header_value}},
            .body = {},
            .id = {},
            .peer = {},
            .until = deadline_after(1min)};
        return asked;
    }

    http::response answer(http::request asked) { return run(proxy.answer(std::move(asked))); }

    // The answer's status when a good request is changed in one way.
    template <class Change>
    unsigned status_with(Change change)
    {
        auto asked = good_request();
        change(asked);
        const auto refused = answer(std::move(asked));
        if (refused.status == 200) return refused.status;
        const auto body = boost::json::parse(refused.body);
        EXPECT_EQ(body.at("statusCode").as_int64(), refused.status);
        EXPECT_FALSE(body.at("message").as_string().empty());
        EXPECT_EQ(refused.headers.find("Cache-Control"), "no-store");
        EXPECT_EQ(login.asked.size(), 0U) << "a refused request reaches no login";
        return refused.status;
    }

    unsigned status_with_header(const std::string& name, const std::string& value)
    {
        return status_with([&](http::request& asked) { asked.headers.set(name, value); });
    }

    unsigned status_of_query(const std::string& query)
    {
        return status_with([&](http::request& asked) { asked.query = query; });
    }

    kept_log log;
    scripted_login login;
    token_proxy proxy{login,
                      {.header_value = secret(header_value),
                       .resources = {"https://cognitiveservices.azure.com", "https://search.azure.com/"},
                       .address = "172.17.0.1",
                       .port = 5300},
                      log};
};

TEST_F(TokenProxy, AnswersAsAppServiceDoes)
{
    const auto token = answer(good_request());
    EXPECT_EQ(token.status, 200U);
    EXPECT_EQ(token.headers.find("Content-Type"), "application/json");
    EXPECT_EQ(token.headers.find("Cache-Control"), "no-store");
    EXPECT_EQ(
        boost::json::parse(token.body),
        boost::json::parse(R"({"access_token":"opaque-token","expires_on":"1793448000",)"
                           R"("resource":"https://cognitiveservices.azure.com","token_type":"Bearer"})"));
    ASSERT_EQ(login.asked.size(), 1U);
    EXPECT_EQ(login.asked[0].scopes,
              std::vector<std::string>{"https://cognitiveservices.azure.com/.default"});
}

TEST_F(TokenProxy, RefusesWhatABrowserOrAGatewaySends)
{
    EXPECT_EQ(status_with_header("Origin", "http://localhost:5300"), 403U);
    EXPECT_EQ(status_with_header("origin", "null"), 403U);
    EXPECT_EQ(status_with_header("Sec-Fetch-Site", "same-origin"), 403U);
    EXPECT_EQ(status_with_header("sec-fetch-mode", "navigate"), 403U);
    EXPECT_EQ(status_with_header("X-Forwarded-For", "10.0.0.1"), 403U);
}

// DNS rebinding: a page's own name is made to point at this computer.
TEST_F(TokenProxy, RefusesOtherNamesForThisHost)
{
    for (const auto* host :
         {"evil.example", "evil.example:5300", "localhost.evil.example", "127.0.0.1:5300", "172.17.0.2",
          "localhost:5301", "localhost:", "", "host.docker.internal:5300:5300"})
        EXPECT_EQ(status_with_header("Host", host), 403U) << host;
}

TEST_F(TokenProxy, RefusesARequestWithoutAHostOrWithTwo)
{
    EXPECT_EQ(status_with([](http::request& asked) {
                  asked.headers = {{"X-IDENTITY-HEADER", header_value}};
              }),
              403U);
    EXPECT_EQ(status_with([](http::request& asked) { asked.headers.add("Host", "localhost"); }), 403U);
}

TEST_F(TokenProxy, AnswersToItsNamesWithAndWithoutThePort)
{
    for (const auto* host : {"host.docker.internal", "host.docker.internal:5300", "localhost",
                             "localhost:5300", "172.17.0.1", "172.17.0.1:5300", "LOCALHOST"}) {
        EXPECT_EQ(status_with_header("Host", host), 200U) << host;
        login.asked.clear();
    }
}

TEST_F(TokenProxy, AnswersToAnIpv6AddressInBrackets)
{
    token_proxy other(login, {secret(header_value), {"https://search.azure.com"}, "::1", 5300}, log);
    auto asked = good_request();
    asked.query = "api-version=2019-08-01&resource=https://search.azure.com";
    for (const auto* host : {"[::1]", "[::1]:5300"}) {
        asked.headers.set("Host", host);
        EXPECT_EQ(run(other.answer(asked)).status, 200U) << host;
    }
}

TEST_F(TokenProxy, RefusesAMissingOrWrongHeaderValue)
{
    const std::string right = header_value;
    for (const auto& wrong : {std::string(), right.substr(1), right + "0", "1" + right.substr(1),
                              right.substr(0, right.size() - 1) + "0", std::string("0")})
        EXPECT_EQ(status_with_header("X-IDENTITY-HEADER", wrong), 401U) << wrong;
    EXPECT_EQ(status_with([](http::request& asked) { asked.headers = {{"Host", "localhost"}}; }), 401U);
}

TEST_F(TokenProxy, RefusesEverybodyWhileItHasNoHeaderValue)
{
    token_proxy open(login, {secret(), {"https://search.azure.com"}, "127.0.0.1", 5300}, log);
    auto asked = good_request();
    asked.headers.set("X-IDENTITY-HEADER", "");
    EXPECT_EQ(run(open.answer(asked)).status, 401U);
}

TEST_F(TokenProxy, HasOnePathAndOneMethod)
{
    for (const auto* path :
         {"/", "/oauth2/token/", "/oauth2", "/OAUTH2/TOKEN", "/metadata/identity/oauth2/token"})
        EXPECT_EQ(status_with([&](http::request& asked) { asked.path = path; }), 404U) << path;
    for (const auto* method : {"POST", "HEAD", "PUT", "DELETE", "OPTIONS"})
        EXPECT_EQ(status_with([&](http::request& asked) { asked.method = method; }), 405U) << method;
}

TEST_F(TokenProxy, RefusesARequestWithABody)
{
    EXPECT_EQ(status_with([](http::request& asked) { asked.body = "x"; }), 400U);
}

TEST_F(TokenProxy, SpeaksOneVersionOnly)
{
    EXPECT_EQ(status_of_query("resource=https://search.azure.com"), 400U);
    EXPECT_EQ(status_of_query("api-version=2017-09-01&resource=https://search.azure.com"), 400U);
    EXPECT_EQ(status_of_query("api-version=&resource=https://search.azure.com"), 400U);
    EXPECT_EQ(
        status_of_query("api-version=2019-08-01&api-version=2019-08-01&resource=https://search.azure.com"),
        400U);
}

TEST_F(TokenProxy, HandsOutTokensForListedResourcesOnly)
{
    for (const auto* resource :
         {"", "https://management.azure.com", "https://cognitiveservices.azure.com.evil.example",
          "https://cognitiveservices.azure.com//", "https://cognitiveservices.azure.com/.default",
          "https://COGNITIVESERVICES.azure.com", "https://search.azure.com%", "https://search.azure.com%00"})
        EXPECT_EQ(status_of_query("api-version=2019-08-01&resource=" + std::string(resource)), 400U)
            << resource;
    EXPECT_EQ(status_of_query("api-version=2019-08-01"), 400U);
    EXPECT_EQ(status_of_query("api-version=2019-08-01&resource=https://search.azure.com"
                              "&resource=https://management.azure.com"),
              400U);
}

TEST_F(TokenProxy, PassesAResourceOnAsItWasGivenWithOrWithoutASlash)
{
    for (const auto* resource :
         {"https://search.azure.com", "https://search.azure.com/", "https://cognitiveservices.azure.com/"}) {
        login.asked.clear();
        EXPECT_EQ(status_of_query("resource=" + std::string(resource) + "&api-version=2019-08-01"), 200U);
        EXPECT_EQ(login.asked.at(0).scopes.at(0), std::string(resource) + "/.default");
    }
}

TEST_F(TokenProxy, IgnoresSelectorsWithOneWarning)
{
    auto asked = good_request();
    asked.query += "&client_id=1234&mi_res_id=5678";
    EXPECT_EQ(answer(asked).status, 200U);
    EXPECT_EQ(answer(asked).status, 200U);
    const auto first = log.lines().find("selector_ignored");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(log.lines().find("selector_ignored", first + 1), std::string::npos);
}

TEST_F(TokenProxy, PassesTheToolsWordsOn)
{
    login.outcome = error{errc::authentication_failed, "AADSTS50076: use az login --tenant contoso.example"};
    const auto refused = answer(good_request());
    EXPECT_EQ(refused.status, 400U);
    EXPECT_EQ(boost::json::parse(refused.body),
              boost::json::parse(R"({"statusCode":400,"message":)"
                                 R"("AADSTS50076: use az login --tenant contoso.example"})"));
}

TEST_F(TokenProxy, TellsRefusalsFromTroubleThatMayPass)
{
    const std::pair<errc, unsigned> statuses[] = {
        {errc::credential_unavailable, 400}, {errc::authentication_failed, 400}, {errc::timed_out, 504}};
    for (const auto& [code, status] : statuses) {
        login.outcome = error{code, "as the script says"};
        EXPECT_EQ(answer(good_request()).status, status);
    }
}

TEST_F(TokenProxy, LogsNeitherTokensNorHeaderValues)
{
    EXPECT_EQ(answer(good_request()).status, 200U);
    login.outcome = error{errc::authentication_failed, "said eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln"};
    EXPECT_EQ(answer(good_request()).body.find("eyJ"), std::string::npos);
    auto wrong = good_request();
    wrong.headers.set("X-IDENTITY-HEADER", "a-wrong-value");
    EXPECT_EQ(answer(std::move(wrong)).status, 401U);
    for (const auto* hidden : {"opaque-token", "eyJ", header_value, "a-wrong-value"})
        EXPECT_EQ(log.lines().find(hidden), std::string::npos) << log.lines();
    EXPECT_NE(log.lines().find("token resource=https://cognitiveservices.azure.com"), std::string::npos)
        << log.lines();
}

TEST_F(TokenProxy, MakesANewHeaderValueOf256BitsEachTime)
{
    const testing::scripted_host machine;
    const auto first = make_token_proxy_header(machine), second = make_token_proxy_header(machine);
    EXPECT_EQ(first.reveal().size(), 64U);
    EXPECT_EQ(first.reveal().find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_NE(first.reveal(), second.reveal());
}

// A machine whose only endpoint is the proxy.
class container final : public testing::scripted_host {
public:
    explicit container(token_proxy& proxy) : proxy_(proxy)
    {
        variables = {{"IDENTITY_ENDPOINT", "http://host.docker.internal:5300/oauth2/token"},
                     {"IDENTITY_HEADER", header_value}};
    }

    asio::awaitable<result<http_answer>> exchange(http_call call, deadline until) const override
    {
        const auto url = *http::parse_url(call.url);
        const auto query = url.target.find('?');
        http::request asked{.method = call.method,
                            .path = url.target.substr(0, query),
                            .query = url.target.substr(query + 1),
                            .headers = call.headers,
                            .body = call.body,
                            .id = {},
                            .peer = {},
                            .until = until};
        asked.headers.set("Host", http::host_field_of(url.where));
        auto answered = co_await proxy_.answer(std::move(asked));
        co_return http_answer{answered.status, {}, std::move(answered.headers), std::move(answered.body)};
    }

private:
    token_proxy& proxy_;
};

result<access_token> ask_in(const container& machine, std::string scope)
{
    managed_identity_options options;
    options.user_assigned = identity_selector{selector_kind::client_id, "of-production"};
    const auto credential = *make_managed_identity(machine, std::move(options));
    token_request request;
    request.scopes.push_back(std::move(scope));
    return run(credential->get_token(std::move(request), machine.steady_now() + 1min));
}

TEST_F(TokenProxy, ServesOurOwnManagedIdentityWithTheVariablesOfProduction)
{
    const container machine(proxy);
    const auto token = ask_in(machine, "https://cognitiveservices.azure.com/.default");
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "opaque-token");
    EXPECT_EQ(token->expires_on, wall_time(1'793'448'000s));
}

TEST_F(TokenProxy, LetsTheContainersReportSayWhatTheToolSaid)
{
    login.outcome = error{errc::credential_unavailable, "the Azure CLI is not logged in: run az login"};
    const container machine(proxy);
    const auto refused = ask_in(machine, "https://cognitiveservices.azure.com/.default");
    EXPECT_NE(refused.error().detail.find("run az login"), std::string::npos) << refused.error().detail;
    EXPECT_EQ(login.asked.size(), 1U) << "a slow tool is not started again for it";
}

}  // namespace
}  // namespace parley::identity
