#include "mock/recorder/key_finder.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

TEST(KeyFinder, TakesOutWhatLooksLikeAKey)
{
    const key_finder keys;
    EXPECT_EQ(keys.without_keys("the key is sk-proj-0123456789abcdefgh."), "the key is ***");
    EXPECT_EQ(keys.without_keys(R"({"text":"a:\nsk-0123456789abcdefghij"})"), R"({"text":"a:\n***"})");
    EXPECT_EQ(keys.without_keys("token eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln end"), "token *** end");
    EXPECT_EQ(keys.without_keys(R"("api_key": "0123456789abcdef0123")"), R"("api_key": "***")");
    EXPECT_EQ(keys.without_keys("Authorization: Bearer 0a1b2c3d4e5f6a7b8c"), "Authorization: Bearer ***");
    EXPECT_EQ(keys.without_keys("AKIAABCDEFGHIJKLMNOP"), "***");
    EXPECT_TRUE(keys.has_key("ghp_0123456789abcdefghij"));
}

// Each of these is an answer that a recording must give back as it was.
TEST(KeyFinder, LeavesCodeAndBase64Alone)
{
    const key_finder keys;
    for (const std::string text :
         {"client = OpenAI(api_key=os.environ[\"OPENAI_API_KEY\"])",
          "the password: correct horse battery staple", "pip install sk-learn-contrib",
          R"({"encrypted_content":"gAAAAABo+eyJab0123456789abcdefgh/sk"})",
          R"({"id":"chatcmpl-0123456789abcdefghijkl","system_fingerprint":"fp_0123456789ab"})",
          "bearer tokens are strings", ""})
        EXPECT_EQ(keys.without_keys(text), text);
}

TEST(KeyFinder, KnowsTheCredentialsOfTheRequest)
{
    http::request asked;
    asked.headers = {{"Authorization", "Bearer plain words only"},
                     {"Cookie", "session=abcdefghij; a=b"},
                     {"X-Other", "neverhidden"}};
    asked.query = "api-version=2024-10-21&api-key=queryquery";
    const key_finder keys(asked);
    EXPECT_EQ(keys.without_keys("abcdefghij queryquery neverhidden 2024-10-21 words"),
              "*** *** neverhidden 2024-10-21 words");
    asked.headers = {{"api-key", "justletters"}};
    EXPECT_TRUE(key_finder(asked).has_key("you sent xjustlettersx"));
}

TEST(KeyFinder, FindsWhatIsMaskedInAnswersUnlessItIsShort)
{
    key_finder keys;
    keys.add_masked({"Ann Other", "Ann Other, of \"Here\"", "seven", ""});
    EXPECT_EQ(keys.without_keys(R"(Ann Other and {"a":"Ann Other, of \"Here\""} at seven)"),
              R"(*** and {"a":"***"} at seven)");
    EXPECT_TRUE(keys.has_masked("it is seven"));
    EXPECT_FALSE(keys.has_key("it is seven"));
    EXPECT_FALSE(keys.has_masked("nobody"));
}

// Of Python and of Go, in JSON and in JSON within its strings.
TEST(KeyFinder, FindsWhatIsMaskedHoweverJsonEscapesIt)
{
    key_finder keys;
    keys.add_masked({"Zo\xc3\xab M\xc3\xbcller", "Ann & Bob Company", "Ann & Bob"});
    EXPECT_EQ(keys.without_keys(R"({"n": 1.50, "a":"Zo\u00eb M\u00fcller!","b":"\u00eb"})"),
              R"({"n": 1.50, "a":"***!","b":"\u00eb"})");
    EXPECT_EQ(keys.without_keys(R"({"a":"of Ann \u0026 Bob Company"})"), R"({"a":"of ***"})");
    EXPECT_EQ(keys.without_keys(R"({"arguments":"{\"who\":\"Zo\\u00eb M\\u00fcller\"}"})"),
              R"({"arguments":"{\"who\":\"***\"}"})");
    EXPECT_TRUE(keys.has_key(R"(\"who\":\"Ann \\u0026 Bob)"));
    EXPECT_FALSE(keys.has_key(R"(Ann \u0026 Rob)"));
}

// As many as a long conversation has. Each compared with each byte took minutes.
TEST(KeyFinder, LooksForThousandsOfTextsAtOnce)
{
    std::vector<std::string> texts;
    for (int i = 0; i < 2000; ++i) texts.push_back(std::to_string(i + 10'000'000) + " of many");
    key_finder keys;
    keys.add_masked(texts);
    std::string answer;
    while (answer.size() < std::size_t{1024} * 1024) answer += "10000001 of one, and words ";
    EXPECT_FALSE(keys.has_key(answer));
    EXPECT_EQ(keys.without_keys(answer + texts.back()), answer + "***");
}

}  // namespace
}  // namespace parley::mock
