#include "http/cors.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

const cors_policy policy{{"https://www.example", "http://localhost:3000"}, "Content-Type", "Retry-After"};

fields from(std::string origin)
{
    return {{"Origin", std::move(origin)}};
}

TEST(Cors, ReadsOriginsAsBrowsersSendThem)
{
    const std::vector<std::string> expected = {"https://www.example", "http://[::1]:3000"};
    EXPECT_EQ(read_origins("https://www.example http://[::1]:3000").value(), expected);
    EXPECT_EQ(read_origins(" https://www.example,\nhttp://[::1]:3000 ,").value(), expected);
    EXPECT_TRUE(read_origins("").value().empty());
}

TEST(Cors, SaysHowAnOriginIsWrittenInstead)
{
    for (const auto& [wrong, right] : std::initializer_list<std::pair<const char*, const char*>>{
             {"https://www.example/", "\"https://www.example\""},
             {"https://www.example/chat", "\"https://www.example\""},
             {"https://WWW.Example", "\"https://www.example\""},
             {"https://www.example:443", "\"https://www.example\""},
             {"http://user:pass@www.example", "\"http://www.example\""},
             {"*", "no wildcard"},
             {"https://*.example", "no"},
             {"null", "https://www.example.com"},
             {"www.example", "https://www.example.com"}}) {
        const auto read = read_origins(wrong);
        ASSERT_FALSE(read) << wrong;
        EXPECT_NE(read.error().detail.find(right), std::string::npos) << read.error().detail;
    }
}

TEST(Cors, AllowsAnOriginOnlyIfEveryCharacterIsTheSame)
{
    EXPECT_EQ(allowed_origin(policy, from("https://www.example")), "https://www.example");
    for (const char* other : {"https://www.example.evil", "https://evil.www.example", "http://www.example",
                              "https://www.example:444", "http://localhost", "null", ""})
        EXPECT_EQ(allowed_origin(policy, from(other)), "") << other;
    EXPECT_EQ(allowed_origin(policy, {}), "");
    EXPECT_EQ(allowed_origin({}, from("")), "") << "a policy that is off allows nobody";
}

TEST(Cors, NamesTheOriginAndWhatMayBeReadButNoCredentials)
{
    fields answer{{"Vary", "Accept-Encoding"}};
    add_cors_fields(policy, "https://www.example", answer);
    EXPECT_EQ(answer.find("Access-Control-Allow-Origin"), "https://www.example");
    EXPECT_EQ(answer.find("Access-Control-Expose-Headers"), "Retry-After");
    EXPECT_FALSE(answer.find("Access-Control-Allow-Credentials"));
    std::string varies;
    for (const auto& [name, value] : answer)
        if (name == "Vary") varies += value + ";";
    EXPECT_EQ(varies, "Accept-Encoding;Origin;");
}

TEST(Cors, TellsCachesThatAnAnswerDependsOnTheOriginEvenWithoutOne)
{
    fields answer;
    add_cors_fields(policy, "", answer);
    EXPECT_EQ(answer.find("Vary"), "Origin");
    EXPECT_FALSE(answer.find("Access-Control-Allow-Origin"));

    fields untouched;
    add_cors_fields({}, "", untouched);
    EXPECT_EQ(untouched.begin(), untouched.end()) << "a policy that is off says nothing";
}

TEST(Cors, AnswersAPreflightOfAnAllowedOriginOnly)
{
    request asked;
    asked.method = "OPTIONS";
    asked.headers = {{"Origin", "https://www.example"}, {"Access-Control-Request-Method", "POST"}};
    const auto answer = preflight_fields(policy, asked, "POST");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->find("Access-Control-Allow-Methods"), "POST");
    EXPECT_EQ(answer->find("Access-Control-Allow-Headers"), "Content-Type");
    EXPECT_FALSE(preflight_fields(policy, asked, "")) << "there is no such path";

    auto elsewhere = asked;
    elsewhere.headers.set("Origin", "https://evil.example");
    EXPECT_FALSE(preflight_fields(policy, elsewhere, "POST"));
    auto plain = asked;
    plain.headers = from("https://www.example");
    EXPECT_FALSE(preflight_fields(policy, plain, "POST")) << "an OPTIONS of another kind";
    auto post = asked;
    post.method = "POST";
    EXPECT_FALSE(preflight_fields(policy, post, "POST"));
}

}  // namespace
}  // namespace parley::http
