#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Base64, GivesTheExamplesOfTheRfc)
{
    const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                            {"f", "Zg=="},
                                                            {"fo", "Zm8="},
                                                            {"foo", "Zm9v"},
                                                            {"foob", "Zm9vYg=="},
                                                            {"fooba", "Zm9vYmE="},
                                                            {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : examples) EXPECT_EQ(base64(bytes), text);
}

TEST(Base64, ForAddressesHasTwoOtherLettersAndNoPadding)
{
    EXPECT_EQ(base64("\xfb\xef\xff\xfe"), "++///g==");
    EXPECT_EQ(base64url("\xfb\xef\xff\xfe"), "--___g");
    EXPECT_EQ(base64url(""), "");
}

TEST(Base64, IsReadWithItsPaddingOnly)
{
    EXPECT_EQ(decoded_base64("Zm8="), "fo");
    EXPECT_EQ(decoded_base64("++///g=="), "\xfb\xef\xff\xfe");
    EXPECT_EQ(decoded_base64(""), "");
    for (const auto* text : {"Zm8", "Zg==Zg==", "Zm 8", " Zm8=", "Z===", "a!bc", "--__"})
        EXPECT_FALSE(decoded_base64(text)) << text;
}

TEST(Base64url, IsReadWithAndWithoutPadding)
{
    EXPECT_EQ(decoded_base64url("aGk"), "hi");
    EXPECT_EQ(decoded_base64url("aGk="), "hi");
    EXPECT_EQ(decoded_base64url("-_-_"), std::string("\xfb\xff\xbf"));
}

TEST(Base64url, IsNotReadFromAnythingElse)
{
    for (const auto* text : {"", "a", "a b c d", "ab+/", "a!bc"})
        EXPECT_FALSE(decoded_base64url(text)) << text;
}

}  // namespace
}  // namespace parley
