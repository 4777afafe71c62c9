#include "rag/vocabulary.hpp"

#include "base/utf8.hpp"
#include "rag/test_vocabulary.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

std::shared_ptr<const vocabulary> small(cutting how = cutting::o200k)
{
    return vocabulary::parse(vocabulary_file({"ab", "bc", "abc", " a", "  ", "day", "ü"}), how).value();
}

std::string problem_of(std::string_view file)
{
    const auto made = vocabulary::parse(file, cutting::cl100k);
    return made ? "none" : made.error().detail;
}

TEST(Vocabulary, JoinsTheNeighboursOfLowestRankFirst)
{
    EXPECT_EQ(small()->count("abc"), 1U);
    EXPECT_EQ(small()->count("bcab"), 2U);
    EXPECT_EQ(small()->count("abcd"), 2U);  // ab, then abc: never bc, whose rank is higher
    EXPECT_EQ(small()->count("abbc"), 2U);
    EXPECT_EQ(small()->count("üü"), 2U);
    EXPECT_EQ(small()->count("日"), 3U);  // no token but its bytes
    EXPECT_EQ(small()->count(""), 0U);
}

TEST(Vocabulary, JoinsNothingAcrossWords)
{
    const auto known = vocabulary::parse(vocabulary_file({"b c", "yX"}), cutting::o200k).value();
    EXPECT_EQ(known->count("b c"), 3U);
    EXPECT_EQ(known->count("yX"), 2U);
}

TEST(Vocabulary, CountsALongRunInParts)
{
    const std::string run(300, 'a');
    EXPECT_EQ(small()->count(run), 300U);
    const auto pairs = vocabulary::parse(vocabulary_file({"aa"}), cutting::cl100k).value();
    EXPECT_EQ(pairs->count(run), 150U);
}

// A budget that a cut text does not keep would be none.
TEST(Vocabulary, APrefixIsAtMostSoManyTokensAndWholeCharacters)
{
    for (const std::string text :
         {"a day abc, abcd\n\n  bcab 's", "日本語üüabc", "xyzxyzxyz day", "ab\n \n  \n a  ", ""})
        for (const auto how : {cutting::cl100k, cutting::o200k})
            for (std::size_t most = 0; most <= text.size() + 1; ++most) {
                const auto known = small(how);
                const auto kept = known->prefix(text, most);
                EXPECT_LE(known->count(kept), most) << text;
                EXPECT_TRUE(text.starts_with(kept));
                EXPECT_TRUE(utf8::is_valid(kept)) << text;
                EXPECT_EQ(kept == text, text.empty() || known->count(text) <= most) << text << " " << most;
            }
    EXPECT_EQ(small()->prefix("a day abc", 2), "a");
    EXPECT_EQ(small()->prefix("xyz day", 2), "xy");
}

TEST(Vocabulary, SaysWhatIsWrongWithAFile)
{
    EXPECT_EQ(problem_of(vocabulary_file()), "none");
    EXPECT_EQ(problem_of("YQ== 0\r\n\r\nYg== 1\r\n"), "no token for byte 0: it is not a whole vocabulary");
    const std::string no_line = " is not a token in Base64, a space and a rank";
    for (const auto* line : {"YQ==", "YQ== ", "YQ== x", "YQ== 1 2", "YQ== -1", " 1", "?? 1",
                             "YQ== 4294967295", "<!DOCTYPE html>"})
        EXPECT_EQ(problem_of("Yg== 0\n" + std::string(line) + "\n"), "line 2" + no_line) << line;
    EXPECT_EQ(problem_of("YQ== 0\nYQ== 1\n"), "line 2 has a token that is there already");
    EXPECT_EQ(problem_of(""), "no token for byte 0: it is not a whole vocabulary");
}

}  // namespace
}  // namespace parley::rag
