#include "rag/word_pieces.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley::rag {
namespace {

std::string cut(std::string_view text, cutting how)
{
    std::string joined;
    for (const auto piece : word_pieces(text, how)) joined.append(joined.empty() ? "" : "|").append(piece);
    return joined;
}

// What is expected here is what the tokenizers' own patterns give.
TEST(WordPieces, KeepsASpaceWithTheWordThatFollows)
{
    for (const auto how : {cutting::cl100k, cutting::o200k}) {
        EXPECT_EQ(cut("How many days?", how), "How| many| days|?");
        EXPECT_EQ(cut("a   b", how), "a|  | b");
        EXPECT_EQ(cut("1234567 ½", how), "123|456|7| |½");
        EXPECT_EQ(cut("one\r\n\n  two  ", how), "one|\r\n\n| | two|  ");
        EXPECT_EQ(cut("x = {};\n", how), "x| =| {};\n");
        EXPECT_EQ(cut("über 日本語", how), "über| 日本語");
        EXPECT_EQ(cut("", how), "");
    }
}

TEST(WordPieces, ContractionsArePiecesOrBelongToTheWord)
{
    EXPECT_EQ(cut("don't WE'LL", cutting::cl100k), "don|'t| WE|'LL");
    EXPECT_EQ(cut("don't WE'LL", cutting::o200k), "don't| WE'LL");
}

TEST(WordPieces, O200kAlsoCutsWhereCapitalsBegin)
{
    EXPECT_EQ(cut("parseHTMLPage", cutting::cl100k), "parseHTMLPage");
    EXPECT_EQ(cut("parseHTMLPage", cutting::o200k), "parse|HTMLPage");
    EXPECT_EQ(cut("</p>", cutting::cl100k), "</|p|>");
    EXPECT_EQ(cut("ह\u0301a", cutting::cl100k), "ह|\u0301a");
    EXPECT_EQ(cut("ह\u0301a", cutting::o200k), "ह\u0301a");
}

// A run of digits that is looked at again for each of its pieces would keep this at work for hours.
TEST(WordPieces, LooksAtEachDigitOnce)
{
    const std::string digits(1'500'000, '7');
    for (const auto how : {cutting::cl100k, cutting::o200k})
        EXPECT_EQ(word_pieces(digits, how).size(), digits.size() / 3);
}

TEST(WordPieces, TogetherAreTheTextWhateverItsBytesAre)
{
    const std::string text = "a\xFF\xC3 \xE2\x82 's\n\xF0\x9F\x98\x80/\n/b  ";
    for (const auto how : {cutting::cl100k, cutting::o200k})
        for (std::size_t end = 0; end <= text.size(); ++end) {
            std::string joined;
            for (const auto piece : word_pieces({text.data(), end}, how)) {
                EXPECT_FALSE(piece.empty());
                joined += piece;
            }
            EXPECT_EQ(joined, text.substr(0, end));
        }
}

}  // namespace
}  // namespace parley::rag
