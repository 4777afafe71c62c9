#include "mock/wire/error_answer.hpp"

#include "mock/wire/test_scripts.hpp"

#include <boost/json/parse.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::int64_t now = 1'700'000'000;

send_head openai_error(const error_reply& what)
{
    return error_answer(host_style::openai, endpoint::chat, what, now);
}

send_head azure_error(const error_reply& what)
{
    return error_answer(host_style::azure_v1, endpoint::chat, what, now);
}

TEST(ErrorAnswer, HasAllFourKeysWithTheUsualWordsOfItsStatus)
{
    std::string all;
    for (const unsigned status :
         {400U, 401U, 403U, 404U, 408U, 409U, 413U, 422U, 429U, 500U, 502U, 503U, 504U, 529U}) {
        const auto head = openai_error({.status = status});
        EXPECT_EQ(head.status, status);
        const auto body = json::parse(*head.body);
        for (const auto* const key : {"message", "type", "param", "code"})
            EXPECT_TRUE(body.at("error").as_object().contains(key)) << status << " " << key;
        all += std::to_string(status) + " " + *head.body + "\n";
    }
    EXPECT_EQ(all, golden("errors-openai.txt", all));
}

TEST(ErrorAnswer, SpeaksAsAzuresGatewayDoes)
{
    std::string all;
    for (const unsigned status : {400U, 401U, 403U, 404U, 429U, 500U, 503U})
        all += std::to_string(status) + " " + *azure_error({.status = status}).body + "\n";
    EXPECT_EQ(all, golden("errors-azure.txt", all));
}

TEST(ErrorAnswer, TellsTheLimitsAndTheWaitOf429)
{
    const auto head = openai_error({.status = 429, .retry_after = 1250ms});
    EXPECT_EQ(head.headers.find("Retry-After"), "2");
    EXPECT_EQ(head.headers.find("retry-after-ms"), "1250");
    EXPECT_EQ(head.headers.find("x-ratelimit-limit-requests"), "60");
    EXPECT_EQ(head.headers.find("x-ratelimit-limit-tokens"), "60000");
    EXPECT_EQ(head.headers.find("x-ratelimit-remaining-requests"), "0");
    EXPECT_EQ(head.headers.find("x-ratelimit-remaining-tokens"), "0");
    EXPECT_EQ(head.headers.find("x-ratelimit-reset-requests"), "2s");
    EXPECT_EQ(head.headers.find("x-ratelimit-reset-tokens"), "2s");
}

TEST(ErrorAnswer, WritesTheWaitInTheFormThatIsAskedFor)
{
    using form = error_reply::retry_form;
    auto head = openai_error({.status = 429, .retry_after = 1s, .retry_as = form::seconds});
    EXPECT_EQ(head.headers.find("Retry-After"), "1");
    EXPECT_FALSE(head.headers.find("retry-after-ms"));
    head = openai_error({.status = 429, .retry_after = 250ms, .retry_as = form::milliseconds});
    EXPECT_FALSE(head.headers.find("Retry-After"));
    EXPECT_EQ(head.headers.find("retry-after-ms"), "250");
    head = openai_error({.status = 503, .retry_after = 30s, .retry_as = form::date});
    EXPECT_EQ(head.headers.find("Retry-After"), "Tue, 14 Nov 2023 22:13:50 GMT");
    head = openai_error({.status = 429, .retry_after = 1s, .retry_as = form::none});
    EXPECT_FALSE(head.headers.find("Retry-After"));
    EXPECT_FALSE(head.headers.find("retry-after-ms"));
}

// As the real service does: clients that wait as they are told are to be tested with it, too.
TEST(ErrorAnswer, TellsASecondWithEvery429ThatSaysNothingElse)
{
    const auto head = openai_error({.status = 429});
    EXPECT_EQ(head.headers.find("Retry-After"), "1");
    EXPECT_EQ(head.headers.find("retry-after-ms"), "1000");
    EXPECT_EQ(azure_error({.status = 429}).headers.find("Retry-After"), "1");
    EXPECT_FALSE(openai_error({.status = 429, .code = "insufficient_quota"}).headers.find("Retry-After"));
    EXPECT_FALSE(openai_error({.status = 503}).headers.find("Retry-After"));
}

TEST(ErrorAnswer, NamesAnExhaustedQuotaWithoutLimits)
{
    const auto head = openai_error({.status = 429, .code = "insufficient_quota"});
    const auto body = json::parse(*head.body);
    EXPECT_EQ(body.at("error").at("type").as_string(), "insufficient_quota");
    EXPECT_EQ(body.at("error").at("code").as_string(), "insufficient_quota");
    EXPECT_FALSE(head.headers.find("x-ratelimit-limit-requests"));
}

TEST(ErrorAnswer, SaysOnAzureHowLongToWait)
{
    const auto body = json::parse(*azure_error({.status = 429, .retry_after = 10s}).body);
    EXPECT_EQ(body.at("error").at("code").as_string(), "429");
    EXPECT_NE(std::string_view(body.at("error").at("message").as_string()).find("10 seconds"),
              std::string_view::npos);
}

TEST(ErrorAnswer, ExplainsOnAzureWhatTheFilterFound)
{
    const auto head = azure_error({.status = 400, .code = "content_filter"});
    EXPECT_EQ(*head.body, golden("error-azure-filter.json", *head.body));
    const auto of_responses = error_answer(host_style::azure_v1, endpoint::responses,
                                           {.status = 400, .code = "content_filter"}, now);
    EXPECT_EQ(json::parse(*of_responses.body).at("error").at("type").as_string(), "invalid_request_error");
}

}  // namespace
}  // namespace parley::mock
