#include "rag/support.hpp"

#include "rag/test_passages.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

std::vector<retrieval::passage> two_sources()
{
    return {
        passage_of("leave.pdf#page=2",
                   "Employees have 25 days of annual leave in a year. Unused days can be carried over until "
                   "the end of March, when the team lead has agreed."),
        passage_of("travel.md",
                   "Trips by train are booked in the travel portal, second class up to 3 hours.")};
}

support judged(std::string_view answer, std::string_view question = "How many days of leave do I get?")
{
    const auto sources = two_sources();
    const citation_index known(sources);
    support_checker checker(known, sources, question);
    for (const char c : answer) checker.feed({&c, 1});  // wherever the model cuts
    return checker.finish();
}

std::vector<std::string> unsupported(std::string_view answer)
{
    std::vector<std::string> texts;
    for (const auto& each : judged(answer).unsupported) texts.push_back(each.text);
    return texts;
}

using texts = std::vector<std::string>;

TEST(Support, CountsSentencesThatTheirSourceBearsOut)
{
    const auto found = judged(
        "You get 25 days of annual leave a year [leave.pdf#page=2]. Unused days carry over until March "
        "if your lead agrees [leave.pdf#page=2].");
    EXPECT_EQ(found.judged, 2U);
    EXPECT_EQ(found.supported, 2U);
}

TEST(Support, ShowsASentenceThatNoSourceSpeaksOf)
{
    EXPECT_EQ(unsupported("You get 25 days of annual leave [leave.pdf#page=2]. The canteen serves vegetarian "
                          "lunches in Building Nine [leave.pdf#page=2]."),
              texts{"The canteen serves vegetarian lunches in Building Nine."});
}

TEST(Support, ComparesASentenceWithTheSourceThatItCites)
{
    const std::string sentence = "Train trips are booked in the travel portal";
    EXPECT_EQ(unsupported(sentence + " [travel.md]."), texts{});
    EXPECT_EQ(unsupported(sentence + " [leave.pdf#page=2]."), texts{sentence + "."});
    EXPECT_EQ(unsupported(sentence + "."), texts{});
    EXPECT_EQ(unsupported(sentence + ". [leave.pdf#page=2] You get 25 days of leave."),
              texts{sentence + "."});
}

TEST(Support, CountsNumbersAndNamesDouble)
{
    EXPECT_EQ(judged("Annual leave is 25 days.").unsupported.size(), 0U);
    const auto found = judged("Annual leave in Bavaria is 31 days, says Huber.");
    ASSERT_EQ(found.unsupported.size(), 1U);
    EXPECT_NEAR(found.unsupported[0].score, 3.0 / 9, 0.01);
}

TEST(Support, LeavesARefusalInTheWordsOfTheQuestionAlone)
{
    const auto found = judged("The documents do not say how many days of parental leave you get.",
                              "How many days of parental leave do I get?");
    EXPECT_EQ(found.unsupported.size(), 0U);
}

TEST(Support, DoesNotJudgeWhatItCannot)
{
    EXPECT_EQ(judged("Yes. It is so.").judged, 0U) << "too short";
    EXPECT_EQ(judged("# Cantina vegetarian lunches\n| a | lunches | canteen | building |\n").judged, 0U);
    EXPECT_EQ(judged("```\ncanteen lunches vegetarian building\n```\n").judged, 0U);
    EXPECT_EQ(
        judged("Im Jahr gibt es für alle, die hier sind, fünfundzwanzig freie Tage, und der Rest ist bis "
               "zum März zu nehmen.")
            .judged,
        0U)
        << "another language than the sources";
}

TEST(Support, BoundsWhatItShows)
{
    std::string answer;
    for (int i = 0; i < 100; ++i) answer += "The canteen serves vegetarian lunches to visitors.\n";
    const auto found = judged(answer);
    EXPECT_EQ(found.judged, 100U);
    EXPECT_EQ(found.unsupported.size(), support::shown_max);
}

TEST(WordSet, HoldsWhatWasAddedAndHardlyAnythingElse)
{
    word_set words;
    for (int i = 0; i < 200; ++i) words.add("word" + std::to_string(i));
    int wrong = 0;
    for (int i = 0; i < 200; ++i) EXPECT_TRUE(words.holds("word" + std::to_string(i)));
    for (int i = 200; i < 10200; ++i) wrong += words.holds("word" + std::to_string(i)) ? 1 : 0;
    EXPECT_LT(wrong, 300);  // of 10,000: one in sixty is expected
}

}  // namespace
}  // namespace parley::rag
