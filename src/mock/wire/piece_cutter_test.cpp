#include "mock/wire/piece_cutter.hpp"

#include "base/utf8.hpp"
#include "mock/tokens.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

std::vector<std::string> cut(const chunking& how, std::string_view text)
{
    std::vector<std::string> pieces;
    for (piece_cutter cutter(how, text); !cutter.done();) pieces.emplace_back(cutter.next());
    return pieces;
}

TEST(PieceCutter, CutsByEveryUnit)
{
    using unit = chunking::unit;
    const std::string_view text = "One two,  three 1234é… ";
    EXPECT_EQ(cut({.by = unit::whole}, text), std::vector<std::string>{std::string(text)});
    EXPECT_EQ(cut({.by = unit::words}, text),
              (std::vector<std::string>{"One", " two,", "  three", " 1234é… "}));
    EXPECT_EQ(cut({.by = unit::words, .size = 3}, text),
              (std::vector<std::string>{"One two,  three", " 1234é… "}));
    EXPECT_EQ(cut({.by = unit::characters, .size = 2}, "aéb…"), (std::vector<std::string>{"aé", "b…"}));
    EXPECT_EQ(cut({.by = unit::tokens}, text),
              (std::vector<std::string>{"One", " two", ",", " ", " three", " 123", "4", "é…", " "}));
    EXPECT_EQ(cut({.by = unit::given, .pieces = {"a", "", "b"}}, "unused"),
              (std::vector<std::string>{"a", "", "b"}));
}

TEST(PieceCutter, NeverLosesABytesOrCutsACharacter)
{
    const std::string text = "Zürich — 日本語 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB and\nmore 12345.";
    for (const auto by : {chunking::unit::words, chunking::unit::characters, chunking::unit::tokens})
        for (std::size_t size = 1; size < 5; ++size) {
            std::string joined;
            for (const auto& piece : cut({.by = by, .size = size}, text)) {
                EXPECT_TRUE(utf8::is_valid(piece));
                EXPECT_FALSE(piece.empty());
                joined += piece;
            }
            EXPECT_EQ(joined, text);
        }
}

TEST(PieceCutter, StopsWhereItIsToldTo)
{
    const chunking whole{.by = chunking::unit::whole};
    piece_cutter cutter(whole, "First. Second.");
    EXPECT_EQ(cutter.next(6), "First.");
    EXPECT_EQ(cutter.position(), 6U);
    EXPECT_EQ(cutter.next(6), "");
    EXPECT_EQ(cutter.next(), " Second.");
    EXPECT_TRUE(cutter.done());
}

TEST(Tokens, AreAboutAsManyAsModelsCount)
{
    EXPECT_EQ(count_tokens(""), 0U);
    EXPECT_EQ(count_tokens("How long is the leave?"), 6U);
    EXPECT_EQ(count_tokens("internationalization"), 3U);
    EXPECT_EQ(count_tokens("\xFF\xFE"), 1U);
}

}  // namespace
}  // namespace parley::mock
