#include "rag/question_terms.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

question_terms read(std::string text)
{
    question asked;
    asked.text = std::move(text);
    word_reader reader;
    return terms_of(asked, borrowing::none, reader);
}

std::vector<std::string> texts(const question_terms& asked)
{
    std::vector<std::string> all;
    for (const auto& term : asked.terms) all.push_back(term.text);
    return all;
}

bool holds_wanted(std::string question_text, std::string_view answer)
{
    word_reader reader;
    return holds(read(std::move(question_text)), reader.read(answer));
}

TEST(QuestionTerms, AreTheWordsThatSayWhatIsAsked)
{
    EXPECT_EQ(texts(read("How many vacation days do I get, please?")),
              (std::vector<std::string>{"vacat", "day"}));
    EXPECT_EQ(texts(read("Parking, parking, PARKING?")), std::vector<std::string>{"park"});
    EXPECT_TRUE(texts(read("What is it?")).empty());
}

TEST(QuestionTerms, KnowTheKindOfAnswer)
{
    EXPECT_EQ(read("How long is the break?").kind, wanted::number);
    EXPECT_EQ(read("What is the maximum price?").kind, wanted::number);
    EXPECT_EQ(read("When does it open?").kind, wanted::time);
    EXPECT_EQ(read("Until which date may it be returned?").kind, wanted::time);
    EXPECT_EQ(read("Who leads the team?").kind, wanted::person);
    EXPECT_EQ(read("Why is it closed?").kind, wanted::reason);
    EXPECT_EQ(read("Tell me about parking.").kind, wanted::anything);
}

TEST(QuestionTerms, KnowNamesByTheirCapitalsUnlessEveryNounHasOne)
{
    const auto english = read("How long does the Wren 320 run on the battery?");
    ASSERT_EQ(texts(english), (std::vector<std::string>{"wren", "320", "run", "batteri"}));
    EXPECT_TRUE(english.terms[0].is_name && english.terms[1].is_name);
    EXPECT_FALSE(english.terms[2].is_name || english.terms[3].is_name);
    for (const auto& term : read("Welche Tage gelten als Urlaub im Vertrag der Firma?").terms)
        EXPECT_FALSE(term.is_name) << term.text;
}

TEST(QuestionTerms, TellANumberThatAnswersFromOneThatIsPartOfAName)
{
    EXPECT_TRUE(
        holds_wanted("How long must the Wren 320 warm up?", "Let the Wren 320 warm up for 90 minutes."));
    EXPECT_TRUE(holds_wanted("How many gates are there?", "There are twelve gates."));
    EXPECT_FALSE(
        holds_wanted("How long must the Wren 320 warm up?", "The Wren 320 and the Wren 220 warm up."));
    EXPECT_FALSE(holds_wanted("When does it open?", "It opens when the lamp burns."));
    EXPECT_TRUE(holds_wanted("When does it open?", "It opens on Friday."));
    EXPECT_TRUE(holds_wanted("Who opens it?", "The gate is opened by Anna."));
    EXPECT_FALSE(holds_wanted("Who opens it?", "The gate is opened by hand."));
}

TEST(QuestionTerms, AreBoundedHoweverLongTheQuestionIs)
{
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += "word" + std::to_string(i) + " ";
    EXPECT_EQ(read(text).terms.size(), 64U);
}

}  // namespace
}  // namespace parley::rag
