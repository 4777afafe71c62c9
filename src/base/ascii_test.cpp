#include "base/ascii.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Ascii, TrimsEveryWhiteSpaceAtTheEndsAndNoneInside)
{
    EXPECT_EQ(ascii::trimmed(" \t\r\n\v\fa b\n \t\r\v\f"), "a b");
    EXPECT_EQ(ascii::trimmed_left(" a "), "a ");
    EXPECT_EQ(ascii::trimmed_right(" a "), " a");
    EXPECT_EQ(ascii::trimmed(" \n "), "");
    EXPECT_EQ(ascii::trimmed(""), "");
}

// The last byte of `à` is 0xA0, which is a space in Latin-1.
TEST(Ascii, CutsNoCharacterThatEndsInAByteOfLatinWhiteSpace)
{
    EXPECT_EQ(ascii::trimmed("voil\u00E0"), "voil\u00E0");
    EXPECT_EQ(ascii::trimmed("\u2005"), "\u2005");
}

TEST(Ascii, LowersAsciiLettersOnly)
{
    EXPECT_EQ(ascii::lower_case("AZaz09[\\]@`{\u00C4"), "azaz09[\\]@`{\u00C4");
}

TEST(Ascii, ComparesOnlyAsciiLettersWithoutCase)
{
    EXPECT_TRUE(ascii::equals_without_case("ETag", "etag"));
    EXPECT_FALSE(ascii::equals_without_case("a[", "a{"));
    EXPECT_FALSE(ascii::equals_without_case("a", "ab"));
    EXPECT_FALSE(ascii::equals_without_case("\u00C4", "\u00E4"));
}

TEST(Ascii, ReadsAndWritesHexDigits)
{
    for (int byte = 0; byte < 256; ++byte) {
        std::string text;
        ascii::append_hex(text, static_cast<unsigned char>(byte));
        ASSERT_EQ(text.size(), 2U);
        EXPECT_EQ(ascii::hex_value(text[0]) * 16 + ascii::hex_value(text[1]), byte);
    }
    EXPECT_EQ(ascii::hex_value('F'), 15);
    for (const char c : {'g', 'G', '/', ':', '@', '`', '\0'}) EXPECT_EQ(ascii::hex_value(c), -1) << c;
}

TEST(Ascii, TellsLettersAndDigitsFromTheirNeighbours)
{
    for (const char c : {'a', 'z', 'A', 'Z'}) EXPECT_TRUE(ascii::is_letter(c)) << c;
    for (const char c : {'@', '[', '`', '{', '0', '\xE4'}) EXPECT_FALSE(ascii::is_letter(c)) << c;
    for (const char c : {'0', '9'}) EXPECT_TRUE(ascii::is_digit(c) && ascii::is_letter_or_digit(c)) << c;
    for (const char c : {'/', ':'}) EXPECT_FALSE(ascii::is_letter_or_digit(c)) << c;
}

}  // namespace
}  // namespace parley
