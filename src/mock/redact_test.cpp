#include "mock/redact.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

TEST(Redact, TakesOutWhatLooksLikeAKey)
{
    // Made here, so that no scanner finds a key in the tree.
    const auto key = "sk-" + std::string("proj-") + std::string(20, 'a');
    const auto token = "ey" + std::string("J0eXAi.") + std::string(30, 'b') + ".c";
    EXPECT_EQ(redacted("key " + key + "."), "key ***");
    EXPECT_EQ(redacted("{\"a\":\"" + token + "\"}"), "{\"a\":\"***\"}");
    EXPECT_EQ(redacted("Authorization: Bearer abcdefgh12345678 x"), "Authorization: Bearer *** x");
    EXPECT_EQ(redacted("?api-key=0123456789abcdef&n=1"), "?api-key=***&n=1");
    EXPECT_EQ(redacted(R"({"client_secret": "0123456789abcdef"})"), R"({"client_secret": "***"})");
    EXPECT_EQ(redacted(R"({\"api_key\":\"0123456789abcdef\"})"), R"({\"api_key\":\"***\"})");
}

TEST(Redact, LeavesOtherTextAsItIs)
{
    for (const std::string_view text :
         {"", "a bearer of news", "task-management is sk-short", "The password is not here.", "eyJ",
          "ask-aaaaaaaaaaaaaaaaaaaaaaaaa is one word", "é 😀 {\"messages\": []}"})
        EXPECT_EQ(redacted(text), text);
}

TEST(Redact, KnowsHeadersOfCredentials)
{
    EXPECT_TRUE(is_credential("Authorization"));
    EXPECT_TRUE(is_credential("API-Key"));
    EXPECT_FALSE(is_credential("Content-Type"));
}

TEST(Redact, TakesTheSecretsOfAFormByTheirNames)
{
    EXPECT_EQ(redacted_form("grant_type=x&client_secret=s%26t&client_assertion=a.b.c&scope=y"),
              "grant_type=x&client_secret=***&client_assertion=***&scope=y");
    EXPECT_EQ(redacted_form("code"), "code=***");
    EXPECT_EQ(redacted_form(""), "");
}

}  // namespace
}  // namespace parley::mock
