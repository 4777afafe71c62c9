#include "rag/suggestion_splitter.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

struct parted {
    std::string text;
    std::vector<std::string> questions;

    bool operator==(const parted&) const = default;
};

void PrintTo(const parted& value, std::ostream* out)
{
    *out << value.text;
    for (const auto& question : value.questions) *out << " | " << question;
}

// The answer in pieces of so many bytes.
parted part(std::string_view answer, std::size_t piece, std::vector<std::string> asked = {})
{
    suggestion_splitter splitter(asked);
    parted made;
    for (std::size_t at = 0; at < answer.size(); at += piece)
        made.text += splitter.feed(answer.substr(at, piece));
    made.text += splitter.finish();
    made.questions = splitter.take_questions();
    return made;
}

// Where the model's pieces are cut must not matter.
void expect_parted(std::string_view answer, const parted& wanted)
{
    for (const std::size_t piece :
         {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, answer.size()})
        EXPECT_EQ(part(answer, piece), wanted) << "in pieces of " << piece;
}

TEST(SuggestionSplitter, TakesTheQuestionsOutOfTheAnswer)
{
    expect_parted("It is 25 days.<<Can I carry them over?>><<Who approves them?>>",
                  {"It is 25 days.", {"Can I carry them over?", "Who approves them?"}});
}

TEST(SuggestionSplitter, LeavesAnAnswerWithoutQuestionsAlone)
{
    expect_parted("If a < b, then b > a.", {"If a < b, then b > a.", {}});
}

TEST(SuggestionSplitter, DropsNumbersAndWhiteSpaceBetweenQuestions)
{
    expect_parted("Yes.<<1. First?>>\n2. <<Second?>>\n\n- <<* Third?>>\n",
                  {"Yes.", {"First?", "Second?", "Third?"}});
}

TEST(SuggestionSplitter, ReadsAListInsideOneMarker)
{
    expect_parted("Yes.<<1. First?\n2. Second?>>", {"Yes.", {"First?", "Second?"}});
}

TEST(SuggestionSplitter, KeepsANumberThatBelongsToTheQuestion)
{
    expect_parted("Yes.<<2 days or 3?>>", {"Yes.", {"2 days or 3?"}});
}

TEST(SuggestionSplitter, ToleratesASingleBracketInsideAQuestion)
{
    expect_parted("Yes.<<Is 3 > 2 or 1 < 2?>>", {"Yes.", {"Is 3 > 2 or 1 < 2?"}});
}

TEST(SuggestionSplitter, ToleratesAMissingEnd)
{
    expect_parted("Yes.<<First?>><<Second?>", {"Yes.", {"First?", "Second?"}});
    expect_parted("Yes.<<Only one?", {"Yes.", {"Only one?"}});
}

TEST(SuggestionSplitter, AppendsTextThatFollowsTheLastQuestion)
{
    expect_parted("Yes.<<First?>> One more thing.", {"Yes. One more thing.", {"First?"}});
}

TEST(SuggestionSplitter, PassesWhatOnlyLooksLikeAQuestion)
{
    expect_parted("cout << x << endl;", {"cout << x << endl;", {}});
    expect_parted("1 << 3 >> 2", {"1 << 3 >> 2", {}});
    expect_parted("the end <<", {"the end <<", {}});
    const std::string code = "a << " + std::string(2000, 'x') + " >> b";
    expect_parted(code, {code, {}});
}

TEST(SuggestionSplitter, TakesWhatHasNoQuestionMarkOnlyAtTheEnd)
{
    expect_parted("Yes.<<Tell me more>>\n<<And why?>>", {"Yes.", {"Tell me more", "And why?"}});
    expect_parted("Yes.<<Tell me more>>\n", {"Yes.", {"Tell me more"}});
    const std::string code = "std::cout << value and std::cin >> value in code.";
    expect_parted(code, {code, {}});
}

TEST(SuggestionSplitter, SuggestsNothingTwiceAndNothingThatWasAsked)
{
    const auto made = part("Yes.<<How Long?>><<Who?>><<who?>><<Why?>><<Where?>><<When?>>", 5, {"how long?"});
    EXPECT_EQ(made, (parted{"Yes.", {"Who?", "Why?", "Where?"}}));
}

TEST(SuggestionSplitter, GivesTextAsSoonAsItIsKnownToBeAnswer)
{
    suggestion_splitter splitter({});
    EXPECT_EQ(splitter.feed("so far"), "so far");
    EXPECT_EQ(splitter.feed(" and <"), " and ");
    EXPECT_EQ(splitter.feed("b"), "<b");
}

}  // namespace
}  // namespace parley::rag
