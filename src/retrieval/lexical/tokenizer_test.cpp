#include "retrieval/lexical/tokenizer.hpp"

#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace parley::retrieval {
namespace {

using terms = std::vector<std::string>;

terms copy_of(const term_list& list)
{
    terms copied;
    for (std::size_t i = 0; i < list.size(); ++i) copied.emplace_back(list[i]);
    return copied;
}

terms of_document(std::string_view text)
{
    tokenizer split;
    return copy_of(split.of_document(text));
}

terms of_query(std::string_view text)
{
    tokenizer split;
    return copy_of(split.of_query(text));
}

TEST(Tokenizer, FoldsCaseAndStemsWords)
{
    EXPECT_EQ(of_document("Connected CONNECTIONS"), (terms{"connect", "connect"}));
}

TEST(Tokenizer, FindsTheSameTermsWithAndWithoutAccentsHoweverTheyAreEncoded)
{
    EXPECT_EQ(of_document("r\u00e9sum\u00e9"), of_document("resume"));
    EXPECT_EQ(of_document("re\u0301sume\u0301"), of_document("resume"));
    EXPECT_EQ(of_document("Stra\u00dfe"), of_document("STRASSE"));
}

TEST(Tokenizer, ReadsLigaturesAndSoftHyphensOfTypesetText)
{
    EXPECT_EQ(of_document("of\uFB01ce"), of_document("office"));
    EXPECT_EQ(of_document("hand\u00adbook"), of_document("handbook"));
}

TEST(Tokenizer, KeepsDecimalAndVersionNumbersWhole)
{
    EXPECT_EQ(of_document("3.14 and 1.2.3."), (terms{"3.14", "and", "1.2.3"}));
}

TEST(Tokenizer, DropsTheCommasOfLargeNumbersOnly)
{
    EXPECT_EQ(of_document("1,000,000 or 1,2"), (terms{"1000000", "or", "1", "2"}));
}

TEST(Tokenizer, FindsAnIdentifierHoweverItIsWritten)
{
    EXPECT_EQ(of_document("E-1042"), (terms{"e", "1042", "e1042"}));
    EXPECT_EQ(of_document("e1042"), (terms{"e1042"}));
    EXPECT_EQ(of_document("AB-12-x7"), (terms{"ab", "12", "x7", "ab12x7"}));
}

TEST(Tokenizer, FindsTwoJoinedWordsApartAndAsOne)
{
    EXPECT_EQ(of_document("sub-folders"), (terms{"sub", "folder", "subfold"}));
    EXPECT_EQ(of_document("subfolder"), (terms{"subfold"}));
    EXPECT_EQ(of_document("a / b -c d- e"), (terms{"a", "b", "c", "d", "e"}));
}

TEST(Tokenizer, MakesNoTermOfADate)
{
    EXPECT_EQ(of_document("2024-05"), (terms{"2024", "05"}));
}

TEST(Tokenizer, DropsTheGrammarAfterAnApostrophe)
{
    EXPECT_EQ(of_document("Anna's don't O'Brien it\u2019s"), (terms{"anna", "don", "o", "brien", "it"}));
}

TEST(Tokenizer, MakesPairsOfScriptsWithoutSpacesAndSingleCharactersInDocuments)
{
    EXPECT_EQ(of_document("\u6771\u4eac\u90fd"),
              (terms{"\u6771", "\u6771\u4eac", "\u4eac", "\u4eac\u90fd", "\u90fd"}));
    EXPECT_EQ(of_query("\u6771\u4eac\u90fd"), (terms{"\u6771\u4eac", "\u4eac\u90fd"}));
    EXPECT_EQ(of_query("\u90fd"), (terms{"\u90fd"}));
}

TEST(Tokenizer, SeparatesScriptsThatTouch)
{
    EXPECT_EQ(of_query("GPU\u6027\u80fdtest"), (terms{"gpu", "\u6027\u80fd", "test"}));
}

TEST(Tokenizer, RemovesStopWordsFromQueriesButNeverFromDocuments)
{
    EXPECT_EQ(of_query("What is the notice period?"), (terms{"notic", "period"}));
    EXPECT_EQ(of_document("What is it"), (terms{"what", "is", "it"}));
}

TEST(Tokenizer, KeepsStopWordsWhenAQueryHasNothingElse)
{
    EXPECT_EQ(of_query("to be or not to be"), (terms{"to", "be", "or", "not", "to", "be"}));
}

TEST(Tokenizer, KeepsHowOftenAQuerySaysATerm)
{
    EXPECT_EQ(of_query("leave, leave!"), (terms{"leav", "leav"}));
}

TEST(Tokenizer, FindsNothingInEmptinessAndPunctuation)
{
    EXPECT_TRUE(of_document("").empty());
    EXPECT_TRUE(of_query(" \t\n.,;:-_/'\"()[]{}*^~+").empty());
}

TEST(Tokenizer, TakesAnyBytesForText)
{
    EXPECT_EQ(of_document(std::string_view("one\0two", 7)), (terms{"one", "two"}));
    EXPECT_EQ(of_document("one\xff\xc3two\xe2\x82"), (terms{"one", "two"}));
}

TEST(Tokenizer, CutsTermsThatAreTooLongForWords)
{
    const auto long_ascii = of_document(std::string(100'000, 'x'));
    ASSERT_EQ(long_ascii.size(), 1U);
    EXPECT_LE(long_ascii[0].size(), tokenizer::term_bytes_max);
    std::string greek;
    for (int i = 0; i < 10'000; ++i) greek += "\u03b1";
    const auto long_greek = of_document(greek);
    ASSERT_EQ(long_greek.size(), 1U);
    EXPECT_LE(long_greek[0].size(), tokenizer::term_bytes_max);
    EXPECT_TRUE(utf8::is_valid(long_greek[0]));
}

TEST(Tokenizer, GivesTheSameTermsWhateverItReadBefore)
{
    tokenizer used;
    used.of_document("E-1042 \u6771\u4eac don't sub-");
    for (int i = 0; i < 20'000; ++i)
        used.of_document("word" + std::to_string(i) + " w" +
                         std::string(static_cast<std::size_t>(i % 20), 'o'));
    EXPECT_EQ(copy_of(used.of_document("Connected E-7 relations")), of_document("Connected E-7 relations"));
}

}  // namespace
}  // namespace parley::retrieval
