#include "ingest/splitter/split.hpp"

#include "base/utf8.hpp"
#include "ingest/splitter/draft.hpp"
#include "ingest/splitter/spans.hpp"

#include <gtest/gtest.h>

#include <random>

namespace parley::ingest {
namespace {

page page_of(int number, std::string text)
{
    return {number, std::move(text), {}};
}

std::string repeated(std::string_view text, int times)
{
    std::string whole;
    for (int i = 0; i < times; ++i) whole += text;
    return whole;
}

std::string without_blanks(std::string_view text)
{
    std::string kept;
    for (const char c : text)
        if (c != ' ' && c != '\n' && c != '\t') kept += c;
    return kept;
}

std::vector<std::string> span_texts(const page& from)
{
    std::vector<std::string> texts;
    for (const auto& each : spans_of(from))
        texts.push_back(from.text.substr(each.begin, each.end - each.begin));
    return texts;
}

// Words, marks, line ends and other scripts in every order, from a seed; numbers make each place unique.
std::string random_text(std::mt19937& random, std::size_t pieces)
{
    constexpr std::string_view vocabulary[] = {
        "word ",     "Another ", "e.g. ",  "3.14 ",          "end. ",
        "What? ",    "\n",       "\n\n",   "(in brackets) ", "日本語。",
        "größer ",   "—",        "x=1;\n", "“quoted.” ",     "a-very-long-compound-word-without-breaks",
        "\n- item ", "😀 ",       "!"};
    std::string text;
    for (std::size_t i = 0; i < pieces; ++i) {
        text += vocabulary[random() % std::size(vocabulary)];
        text += (random() % 2 == 0 ? "w" : "W") + std::to_string(random()) + " ";
    }
    return text;
}

// Every chunk must continue the document's text where the chunks before it have already been, so that
// together they cover it in order.
void expect_whole_and_in_order(const std::vector<page>& pages, const std::vector<retrieval::chunk>& chunks)
{
    std::string document;
    for (const auto& page : pages) document += without_blanks(page.text);
    std::size_t covered = 0;
    std::size_t begin = 0;
    for (const auto& chunk : chunks) {
        const std::string text = without_blanks(chunk.text);
        begin = document.find(text, begin);
        ASSERT_NE(begin, std::string::npos) << chunk.id;
        ASSERT_LE(begin, covered) << "text is missing before " << chunk.id << ": "
                                  << document.substr(covered, begin - covered);
        covered = std::max(covered, begin + text.size());
        ++begin;
    }
    EXPECT_EQ(covered, document.size());
}

TEST(Spans, EndAfterSentencesWithTheirClosingMarks)
{
    EXPECT_EQ(span_texts(page_of(1, "One. “Two!” Three?")),
              (std::vector<std::string>{"One.", " “Two!”", " Three?"}));
}

TEST(Spans, DoNotEndInNumbersNamesAndAbbreviations)
{
    EXPECT_EQ(span_texts(page_of(1, "Use 3.14, see main.cpp, e.g. this one. Done.")),
              (std::vector<std::string>{"Use 3.14, see main.cpp, e.g. this one.", " Done."}));
}

TEST(Spans, KeepAHeadingWithTheSentenceAfterIt)
{
    page with_heading{1, "Intro ends.\n\n2 Names\n\nNames are short. They last.", {{13, 1, "2 Names"}}};
    EXPECT_EQ(span_texts(with_heading),
              (std::vector<std::string>{"Intro ends.", "\n\n2 Names\n\nNames are short.", " They last."}));
}

TEST(Spans, OfTextWithoutAnyMarkAreCutWithinTheCaps)
{
    for (const auto& each : spans_of(page_of(1, repeated("é", 5000)))) {
        EXPECT_TRUE(each.size.is_within(soft_cap_characters));
    }
}

TEST(Split, GivesAShortPageAsOneChunk)
{
    const auto chunks = split({page_of(1, "A short page. Nothing more.")}, "doc");
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_EQ(chunks[0].text, "A short page. Nothing more.");
    EXPECT_TRUE(chunks[0].id.starts_with("doc-0-"));
}

TEST(Split, PassesOverBlankPagesAndKeepsTheNumbersOfTheOthers)
{
    const auto chunks = split({page_of(1, "First."), page_of(2, " \n"), page_of(3, "Third.")}, "doc");
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_EQ(chunks[0].page_first, 1);
    EXPECT_EQ(chunks[1].page_first, 3);
}

TEST(Split, JoinsASentenceThatCrossesAPageBreakAndNamesBothPages)
{
    const auto chunks = split({page_of(4, "The fox jumps"), page_of(5, "over the dog. The end.")}, "doc");
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_EQ(chunks[0].text, "The fox jumps over the dog. The end.");
    EXPECT_EQ(chunks[0].page_first, 4);
    EXPECT_EQ(chunks[0].page_last, 5);
}

// The last byte of `à` is 0xA0, a space in Latin-1: taken for one, it glued the words together.
TEST(Split, KeepsWordsApartAcrossAPageBreakWhateverTheLastByte)
{
    const auto chunks = split({page_of(1, "Et voilà"), page_of(2, "monsieur dort.")}, "doc");
    ASSERT_EQ(chunks.size(), 1U);
    EXPECT_EQ(chunks[0].text, "Et voilà monsieur dort.");
}

TEST(Split, MovesAnUnfinishedSentenceToTheNextPageWhenBothPagesAreLong)
{
    const std::string full = repeated("This is a sentence of a page. ", 30);
    const auto chunks =
        split({page_of(1, full + "It begins here"), page_of(2, "and it ends there. " + full)}, "doc");
    bool found = false;
    for (const auto& chunk : chunks)
        if (chunk.text.starts_with("It begins here and it ends there.")) {
            found = true;
            EXPECT_EQ(chunk.page_first, 1);
            EXPECT_EQ(chunk.page_last, 2);
        }
    EXPECT_TRUE(found);
}

TEST(Split, PrefersToEndAChunkAtAParagraph)
{
    const std::string paragraph = repeated("Words of the first paragraph. ", 22);
    const auto chunks =
        split({page_of(1, paragraph + "\n\n" + repeated("The second one goes on. ", 30))}, "doc");
    ASSERT_GE(chunks.size(), 2U);
    EXPECT_NE(chunks[0].text.find("The second one"), std::string::npos) << "only as overlap";
    EXPECT_TRUE(chunks[1].text.starts_with("The second one"));
}

TEST(Split, GivesEveryChunkTheSectionsItBeginsIn)
{
    page first{1, "1 Intro\n\nSome words.", {{0, 1, "1 Intro"}}};
    page second{2, "1.1 Detail\n\nMore words.", {{0, 2, "1.1 Detail"}}};
    const auto chunks = split({first, second}, "doc");
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_EQ(chunks[0].heading, "1 Intro");
    EXPECT_EQ(chunks[1].heading, "1 Intro > 1.1 Detail");
}

TEST(Split, RepeatsTheBeginningOfTheNextChunkAtTheEndOfTheOneBefore)
{
    std::string text;
    for (int i = 0; i < 100; ++i) text += "Sentence number " + std::to_string(i) + " is here. ";
    const auto chunks = split({page_of(1, text)}, "doc");
    ASSERT_GE(chunks.size(), 2U);
    const auto next = chunks[1].text.substr(0, 60);
    EXPECT_NE(chunks[0].text.find(next), std::string::npos);
}

TEST(Split, NeverLosesMovesOrOvergrowsTextWhateverItIs)
{
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        std::vector<page> pages;
        for (int number = 1; number <= 5; ++number)
            pages.push_back(page_of(number, random_text(random, random() % 300)));
        const auto chunks = split(pages, "doc");
        expect_whole_and_in_order(pages, chunks);
        int page_before = 1;
        for (const auto& chunk : chunks) {
            EXPECT_TRUE(size_of(chunk.text).is_within(soft_cap_characters)) << "seed " << seed;
            EXPECT_TRUE(utf8::is_valid(chunk.text)) << "seed " << seed;
            EXPECT_LE(page_before, chunk.page_first) << "seed " << seed;
            EXPECT_LE(chunk.page_first, chunk.page_last) << "seed " << seed;
            page_before = chunk.page_first;
        }
    }
}

TEST(Split, CutsTheSameTextTheSameWay)
{
    std::mt19937 random(7);
    const std::vector<page> pages{page_of(1, random_text(random, 2000))};
    const auto once = split(pages, "doc");
    const auto again = split(pages, "doc");
    ASSERT_EQ(once.size(), again.size());
    for (std::size_t i = 0; i < once.size(); ++i) EXPECT_EQ(once[i].id, again[i].id);
}

// Each chunk used to copy the whole of the headings above it.
TEST(Split, TakesAHugeHeadingAboveManyChunks)
{
    const std::string title(std::size_t{1} << 20U, 'a');
    const std::string text = title + "\n\n" + repeated("A sentence of the text below it. ", 3'000);
    const auto chunks = split({{1, text, {{0, 1, title}}}}, "doc");
    EXPECT_GE(chunks.size(), text.size() / soft_cap_characters);
    EXPECT_EQ(chunks.back().heading, title.substr(0, 240));
}

// A line of a megabyte without a mark used to be the way to make a splitter quadratic.
TEST(Split, TakesAMegabyteWithoutAnyMark)
{
    const std::vector<page> pages{page_of(1, std::string(std::size_t{1} << 20U, 'a'))};
    EXPECT_GE(split(pages, "doc").size(), (std::size_t{1} << 20U) / soft_cap_characters);
}

}  // namespace
}  // namespace parley::ingest
