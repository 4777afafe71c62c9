#include "identity/url_encoded.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

TEST(UrlEncoded, LeavesUnreservedCharactersAlone)
{
    EXPECT_EQ(url_encoded("aZ09-._~"), "aZ09-._~");
}

TEST(UrlEncoded, EncodesWhatMeansSomethingInAFormAndWhatIsNotAscii)
{
    EXPECT_EQ(url_encoded("a&b+c=d%e f/\xc3\xa4"), "a%26b%2Bc%3Dd%25e%20f%2F%C3%A4");
}

TEST(UrlEncoded, ReadsBackEveryByte)
{
    std::string every;
    for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
    EXPECT_EQ(url_decoded(url_encoded(every)), every);
}

TEST(UrlEncoded, ReadsPlusAsASpace)
{
    EXPECT_EQ(url_decoded("a+b%2bc"), "a b+c");
}

TEST(UrlEncoded, RefusesAnEscapeCutShort)
{
    for (const auto* text : {"%", "%4", "a%", "%4g", "%g4", "%%41"})
        EXPECT_EQ(url_decoded(text), std::nullopt) << text;
}

}  // namespace
}  // namespace parley::identity
