#include "http/accept_encoding.hpp"

#include <gtest/gtest.h>

#include <array>

namespace parley::http {
namespace {

constexpr auto identity = content_coding::identity;
constexpr auto gzip = content_coding::gzip;
constexpr auto brotli = content_coding::brotli;

content_coding chosen(std::optional<std::string_view> header)
{
    static constexpr std::array all = {brotli, gzip, identity};
    return choose_coding(header, all);
}

TEST(AcceptEncoding, GivesWhatABrowserAsksForInItsSmallestForm)
{
    EXPECT_EQ(chosen("gzip, deflate, br, zstd"), brotli);
    EXPECT_EQ(chosen("gzip, deflate"), gzip);
    EXPECT_EQ(chosen("GZIP"), gzip);
    EXPECT_EQ(chosen("x-gzip"), gzip);
    EXPECT_EQ(chosen("deflate"), identity);
}

TEST(AcceptEncoding, GivesPlainBytesToWhoeverSaysNothing)
{
    EXPECT_EQ(chosen(std::nullopt), identity);
    EXPECT_EQ(chosen(""), identity);
    EXPECT_EQ(chosen(" , ;,"), identity);
}

TEST(AcceptEncoding, FollowsTheClientsOwnOrder)
{
    EXPECT_EQ(chosen("br;q=0.5, gzip;q=0.9"), gzip);
    EXPECT_EQ(chosen("br;q=0.501,gzip;q=0.5"), brotli);
    EXPECT_EQ(chosen("gzip ; Q=0.2 , br ; q=0.1"), gzip);
    EXPECT_EQ(chosen("identity;q=1, *;q=0.5"), identity);
    EXPECT_EQ(chosen("identity, gzip;q=0.5"), identity);
}

TEST(AcceptEncoding, NeverGivesWhatIsRefused)
{
    EXPECT_EQ(chosen("br;q=0, gzip"), gzip);
    EXPECT_EQ(chosen("br;q=0.000, gzip;q=0"), identity);
    EXPECT_EQ(chosen("br;q=0, *"), gzip);
    EXPECT_EQ(chosen("*;q=0, gzip"), gzip);
    EXPECT_EQ(chosen("*;q=0"), identity) << "which is better than nothing";
}

TEST(AcceptEncoding, ReadsAStarAsEveryCodingThatIsNotNamed)
{
    EXPECT_EQ(chosen("*"), brotli);
    EXPECT_EQ(chosen("*;q=0.5, br;q=0.1"), gzip);
    EXPECT_EQ(chosen("gzip;q=0.1, identity;q=0, *;q=0"), gzip);
}

TEST(AcceptEncoding, TakesAQualityThatIsNoneForARefusal)
{
    for (const char* wrong :
         {"br;q=", "br;q=x", "br;q=2", "br;q=1.5", "br;q=1.001", "br;q=0.1234", "br;q=-1"})
        EXPECT_EQ(chosen(wrong), identity) << wrong;
    EXPECT_EQ(chosen("br;q=1."), brotli);
    EXPECT_EQ(chosen("br;level=3;q=0.5"), brotli);
}

TEST(AcceptEncoding, ChoosesOnlyAmongWhatIsOffered)
{
    static constexpr std::array without_brotli = {gzip, identity};
    EXPECT_EQ(choose_coding("br", without_brotli), identity);
    EXPECT_EQ(choose_coding("br, gzip;q=0.1", without_brotli), gzip);
    EXPECT_EQ(choose_coding("br, identity;q=0", without_brotli), identity) << "there is nothing else";
}

}  // namespace
}  // namespace parley::http
