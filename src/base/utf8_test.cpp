#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace parley::utf8 {
namespace {

TEST(Utf8, RefusesOverlongFormsSurrogatesAndValuesPastTheEnd)
{
    for (const std::string_view bad :
         {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xFF"})
        EXPECT_EQ(valid_prefix(bad), 0U) << "bytes: " << bad.size();
}

TEST(Utf8, FindsTheWholeCharactersOfATextCutAnywhere)
{
    const std::string_view text = "aé€😀";
    const std::size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        EXPECT_EQ(valid_prefix(text.substr(0, cut)), expected[cut]) << "cut at " << cut;
}

TEST(Utf8, ReadsBackWhatItWrites)
{
    for (const char32_t c : {U'a', U'é', U'€', U'😀', U'\U0010FFFF'}) {
        std::string text;
        append(text, c);
        EXPECT_EQ(decode(text).code_point, c);
        EXPECT_EQ(decode(text).bytes, text.size());
    }
}

TEST(Utf8, ReplacesWhatIsNotACharacterAndKeepsTheRest)
{
    EXPECT_EQ(sanitised("a\xFFz\xE2\x82"), "a\uFFFDz\uFFFD");
}

TEST(Utf8, CutsBeforeACharacterThatDoesNotFit)
{
    EXPECT_EQ(prefix("aé€", 4), "aé");
}

}  // namespace
}  // namespace parley::utf8
