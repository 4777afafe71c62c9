#include "rag/follow_up.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

question after(std::vector<openai::message> history, std::string text)
{
    question asked;
    asked.history = std::move(history);
    asked.text = std::move(text);
    return asked;
}

const std::vector<openai::message> about_vacation = {{"user", "How many vacation days do employees get?"},
                                                     {"assistant", "25 days [a.md]."}};

TEST(FollowUp, TellsQuestionsThatStandAloneFromThoseThatDoNot)
{
    EXPECT_EQ(dependence_of("How many vacation days do new employees get?"), dependence::none);
    EXPECT_EQ(dependence_of("Is it allowed to park a private bicycle in the entrance hall?"),
              dependence::none);
    EXPECT_EQ(dependence_of("And for contractors working part time in Berlin?"), dependence::certain);
    EXPECT_EQ(dependence_of("What about sick leave in the first year?"), dependence::certain);
    EXPECT_EQ(dependence_of("How long does it last?"), dependence::certain);
    EXPECT_EQ(dependence_of("Who approves them?"), dependence::certain);
    EXPECT_EQ(dependence_of("Who is the director?"), dependence::possible);
    EXPECT_EQ(dependence_of(""), dependence::none);
}

TEST(FollowUp, BorrowsFromTheLastQuestionNotFromTheAnswer)
{
    EXPECT_EQ(retrieval_query(after(about_vacation, "And for contractors?")),
              "And for contractors? How many vacation days do employees get?");
}

TEST(FollowUp, LeavesAQuestionThatStandsAloneAsItIs)
{
    EXPECT_EQ(retrieval_query(after(about_vacation, "Where are expense reports for travel submitted?")),
              "Where are expense reports for travel submitted?");
    EXPECT_EQ(retrieval_query(after({}, "And now?")), "And now?");
}

TEST(FollowUp, GoesBackThroughAChainOfFollowUps)
{
    auto history = about_vacation;
    history.push_back({"user", "And for contractors?"});
    history.push_back({"assistant", "None [a.md]."});
    EXPECT_EQ(retrieval_query(after(history, "Who approves it?")),
              "Who approves it? And for contractors? How many vacation days do employees get?");
}

TEST(FollowUp, BorrowsOnlyTheBeginningOfATextThatWasPasted)
{
    const auto query = retrieval_query(after({{"user", std::string(100'000, 'x')}}, "Who wrote it?"));
    EXPECT_EQ(query.size(), std::string_view("Who wrote it? ").size() + 1000);
}

TEST(FollowUp, StopsAtTheQuestionThatStandsAlone)
{
    std::vector<openai::message> history = {{"user", "Where is the fire assembly point located?"},
                                            {"assistant", "By the gate."}};
    history.insert(history.end(), about_vacation.begin(), about_vacation.end());
    EXPECT_EQ(retrieval_query(after(history, "How long is it?")),
              "How long is it? How many vacation days do employees get?");
}

}  // namespace
}  // namespace parley::rag
