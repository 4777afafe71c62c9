#include "identity/token_claims.hpp"

#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

std::optional<token_claims> claims_of(const std::string& payload)
{
    return read_claims(secret(base64url(R"({"alg":"none"})") + "." + base64url(payload) + ".signature"));
}

TEST(TokenClaims, SaysForWhomAndForWhatATokenIs)
{
    const auto claims = claims_of(
        R"({"tid":"tenant-1","oid":"object-1","appid":"app-1","aud":"https://a","exp":1,"name":"Zoë"})");
    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->tenant, "tenant-1");
    EXPECT_EQ(claims->object_id, "object-1");
    EXPECT_EQ(claims->application, "app-1");
    EXPECT_EQ(claims->audience, "https://a");
}

TEST(TokenClaims, TellsAUserFromAnApplicationAlsoWhenTheKindIsLeftOut)
{
    EXPECT_EQ(claims_of(R"({"idtyp":"user"})")->subject, subject_kind::user);
    EXPECT_EQ(claims_of(R"({"upn":"ann@example.org","appid":"a"})")->subject, subject_kind::user);
    EXPECT_EQ(claims_of(R"({"idtyp":"app"})")->subject, subject_kind::application);
    EXPECT_EQ(claims_of(R"({"appid":"a"})")->subject, subject_kind::application);
    EXPECT_EQ(claims_of("{}")->subject, subject_kind::unknown);
}

TEST(TokenClaims, TakesTheApplicationOfEitherVersion)
{
    EXPECT_EQ(claims_of(R"({"azp":"app-2"})")->application, "app-2");
}

// 0 to 3 bytes behind a whole group of three: base64url has no padding to tell them apart.
TEST(TokenClaims, ReadsPayloadsOfAnyLength)
{
    for (const char* tenant : {"", "1", "12", "123", "1234", "12345"})
        EXPECT_EQ(claims_of(std::string(R"({"tid":")") + tenant + "\"}")->tenant, tenant);
}

TEST(TokenClaims, ReadsCharactersOfTheUrlAlphabet)
{
    EXPECT_EQ(claims_of(R"({"x":"~~~???>>>ÿÿÿ","tid":"t"})")->tenant, "t");
}

TEST(TokenClaims, LeavesOutWhatIsNotPlainText)
{
    EXPECT_EQ(claims_of(R"({"tid":"\u001b[31mred"})")->tenant, "");
    EXPECT_EQ(claims_of(R"({"tid":7})")->tenant, "");
    EXPECT_EQ(claims_of(R"({"tid":")" + std::string(201, 'x') + "\"}")->tenant, "");
}

TEST(TokenClaims, FindsNoneInWhatIsNoJwt)
{
    for (const char* text :
         {"", "opaque", "a.b", ".", "..", "a.b.c", "a.!!!.c", "a.W10.c", "a.e30", "a.\xff.c"})
        EXPECT_FALSE(read_claims(secret(text))) << text;
    EXPECT_TRUE(read_claims(secret("a.e30.c")));
}

}  // namespace
}  // namespace parley::identity
