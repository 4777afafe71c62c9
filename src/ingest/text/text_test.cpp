#include "ingest/text/text.hpp"

#include "ingest/text/clean.hpp"
#include "ingest/text/encoding.hpp"
#include "ingest/text/unwrap.hpp"

#include <gtest/gtest.h>

namespace parley::ingest {
namespace {

using namespace std::string_view_literals;

std::string decoded(std::string_view bytes)
{
    const auto text = decode_text(bytes, {});
    return text ? text->text : "error: " + text.error().detail;
}

std::string unwrapped(std::string_view text)
{
    hyphenated_words hyphenated;
    hyphenated.learn_from(text);
    return unwrap(text, hyphenated);
}

TEST(Encoding, ReadsUtf8WithAndWithoutItsMark)
{
    EXPECT_EQ(decoded("größer"), "größer");
    EXPECT_EQ(decoded("\xEF\xBB\xBFgrößer"), "größer");
}

TEST(Encoding, ReadsUtf16ByItsMark)
{
    EXPECT_EQ(decoded("\xFF\xFEh\0\xE9\0"sv), "hé");
    EXPECT_EQ(decoded("\xFE\xFF\0h\0\xE9"sv), "hé");
}

TEST(Encoding, GuessesUtf16WithoutAMarkAndSaysSo)
{
    const auto text = decode_text("h\0e\0l\0l\0o\0 \0y\0o\0u\0"sv, {});
    ASSERT_TRUE(text);
    EXPECT_EQ(text->text, "hello you");
    EXPECT_NE(text->warning.find("UTF-16LE"), std::string::npos);
}

TEST(Encoding, ReadsLegacyBytesAsWindows1252AndSaysSo)
{
    const auto text = decode_text("caf\xE9 \x93quoted\x94", {});
    ASSERT_TRUE(text);
    EXPECT_EQ(text->text, "café “quoted”");
    EXPECT_NE(text->warning.find("Windows-1252"), std::string::npos);
}

TEST(Encoding, BelievesADeclaredCharsetThatFits)
{
    const auto text = decode_text("\xEF\xF0\xE8\xE2\xE5\xF2", "windows-1251");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->text, "привет");
}

TEST(Encoding, RefusesBinaryData)
{
    EXPECT_EQ(decoded("\x7F"
                      "ELF\x02\x01\0\0\0\x03\x01\x05\xFF\0"sv),
              "error: holds binary data, not text");
}

TEST(Clean, MakesLettersOfLigaturesAndSpacesOfSpaces)
{
    EXPECT_EQ(clean("\uFB01ne \uFB03x\u00A0a\u2009b"), "fine ffix a b");
}

TEST(Clean, DropsWhatCannotBeRead)
{
    EXPECT_EQ(clean("a\x01\u200Bb\u00AD\uE001c\x7F"), "abc");
    EXPECT_EQ(clean("a\U000E0041\U000E0042b\u202Ec"), "abc") << "tags and turns that hide what is said";
}

TEST(Clean, KeepsTheJoinersOfScriptsThatNeedThem)
{
    for (const std::string text : {
             "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",  // Persian: I want
             "\u0915\u094D\u200D\u0937",                          // Devanagari: half a k before sh
             "\u0DC1\u0DCA\u200D\u0DBB\u0DD3",                    // Sinhala: sri
         })
        EXPECT_EQ(clean(text), text);
}

TEST(Clean, KeepsEmojiWholeAndTheFormsOfIdeographs)
{
    for (const std::string text : {
             "\U0001F469\u200D\U0001F469\u200D\U0001F467",  // a family
             "\U0001F469\U0001F3FD\u200D\U0001F4BB",        // with the tone of a skin
             "\U0001F3F3\uFE0F\u200D\U0001F308",            // a selector, then a joiner
             "\u2764\uFE0F \u260E\uFE0E",
             "1\uFE0F\u20E3#\uFE0F\u20E3",  // keycaps
             "\u845B\U000E0100\u57CE",
             "\uFA19\uFE00",
             "\u182D\u180B",
         })
        EXPECT_EQ(clean(text), text);
}

// Each of them tells a model what no reader sees.
TEST(Clean, KeepsNothingThatCouldHideText)
{
    EXPECT_EQ(clean("a\u200Cb\u200Dc"), "abc");
    EXPECT_EQ(clean("a\uFE00b\uFE0F\U000E0100\U000E01EFc"), "abc") << "bytes as selectors of a letter";
    EXPECT_EQ(clean("\U0001F600\uFE0F\uFE0F\uFE0E\U000E0110\U000E0120x"), "\U0001F600\uFE0Fx")
        << "or of an emoji";
    EXPECT_EQ(clean("\U0001F600\u200D\u200D\u200Cx"), "\U0001F600x");
    EXPECT_EQ(clean("\u0645\u200C\u200C\u200D\u200C\u0645"), "\u0645\u200C\u0645") << "bits as joiners";
    EXPECT_EQ(clean("\u200C\uFE0Fa1\uFE0F2"), "a12");
    EXPECT_EQ(clean("a\u061Cb\u034Fc\u115F\u1160d\u3164e\uFFA0f\u180B\u180Eg"), "abcdefg");
    EXPECT_EQ(clean("a\uFFF9b\uFFFAc\uFFFBd\U0001D173e\U0001D17Af\u17B4"), "abcdef");
    EXPECT_EQ(clean("\U0001F3F4\U000E0067\U000E0062\U000E007F"), "\U0001F3F4") << "tags, of a flag too";
}

TEST(Clean, MakesEveryLineEndALineFeed)
{
    EXPECT_EQ(clean("a\r\nb\rc\u2028d"), "a\nb\nc\nd");
}

TEST(Unwrap, JoinsTheLinesOfAParagraph)
{
    EXPECT_EQ(unwrapped("This line was broken by the margin and\ngoes on here.\n\n\nNext paragraph."),
              "This line was broken by the margin and goes on here.\n\nNext paragraph.");
}

TEST(Unwrap, MakesCutWordsWholeButKeepsThoseWrittenWithAHyphen)
{
    EXPECT_EQ(unwrapped("the exam-\nple"), "the example");
    EXPECT_EQ(unwrapped("a built-in thing\nthe built-\nin part"), "a built-in thing\nthe built-in part");
}

TEST(Unwrap, LeavesListsAndCodeAsLines)
{
    const std::string_view text =
        "Before the code there are lines of prose that reach the margin.\nint main()\n{\nreturn 0;\n}\n- "
        "one\n- two";
    EXPECT_EQ(unwrapped(text), text);
}

TEST(Unwrap, LeavesAShortLineAboveAParagraphAlone)
{
    const auto text = unwrapped(
        "3. Running your program under a checker\nIf you normally run your program like this, then use the "
        "other\ncommand line.");
    EXPECT_TRUE(text.starts_with("3. Running your program under a checker\n")) << text;
}

TEST(Unwrap, HoldsOnlyAPieceOfAFileThatIsAllLines)
{
    std::string lines;
    for (int i = 0; i < 200'000; ++i) lines += "a\n";
    EXPECT_EQ(unwrapped(std::string(1 << 20, '\n') + "x"), "x");
    EXPECT_GT(unwrapped(lines).size(), std::size_t{300'000});
}

TEST(Text, IsOnePage)
{
    const auto document = parse_text("Hello.\r\n\r\nYou.");
    ASSERT_TRUE(document);
    ASSERT_EQ(document->pages.size(), 1U);
    EXPECT_EQ(document->pages[0].text, "Hello.\n\nYou.");
}

}  // namespace
}  // namespace parley::ingest
