#include "rag/extract.hpp"

#include "rag/test_passages.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

// A small company, its passages in the order in which a search for the question might give them.
const std::vector<retrieval::passage>& company()
{
    static const std::vector<retrieval::passage> all = {
        passage_of(
            "handbook.pdf#page=4",
            "Vacation\nFull-time employees receive 27 days of vacation each year. It is approved by the team "
            "lead. Up to five days may be carried into the next year and lapse on 31 March. Nobody may sell "
            "vacation, however kindly the offer is made and whoever makes it to whomever it is made, because "
            "the works council signed an agreement against that long ago.",
            "Vacation"),
        passage_of(
            "handbook.pdf#page=9",
            "Travel\nExpense claims are sent to the accounts office by the tenth of the month. Dr. Ada Lind "
            "heads "
            "the accounts office. She answers within two days. Taxis are paid only at night because buses do "
            "not run then. Everything else is settled in the annex, which changes often enough that it is "
            "not "
            "printed here, and which the accounts office sends to anyone who asks for it in writing.",
            "Travel"),
        passage_of(
            "visitors.md",
            "# Visitors\n\nBring these to the gate:\n\n- a photo badge\n- the signed form\n- sturdy shoes\n\n"
            "Parking is free for visitors."),
        passage_of("prices.html", "| Plan | Price |\n|---|---|\n| Basic | 5 euros |\n| Plus | 9 euros |",
                   "Prices"),
    };
    return all;
}

extracts ask(std::string text, std::vector<retrieval::passage> passages = company(),
             std::vector<openai::message> history = {})
{
    writing_task task;
    task.asked.text = std::move(text);
    task.asked.history = std::move(history);
    task.passages = std::move(passages);
    return find_extracts(task);
}

struct known_answer {
    std::string_view question;
    std::string_view holds;
    std::string_view citation;
};

TEST(Extract, AnswersQuestionsWhoseAnswersAreKnown)
{
    const std::vector<known_answer> known = {
        {"How many days of vacation do full-time employees get?", "receive 27 days", "handbook.pdf#page=4"},
        {"When do carried days lapse?", "31 March", "handbook.pdf#page=4"},
        {"Who heads the accounts office?", "Dr. Ada Lind", "handbook.pdf#page=9"},
        {"Why are taxis paid only at night?", "because buses do not run", "handbook.pdf#page=9"},
        {"Is parking free for visitors?", "Parking is free", "visitors.md"},
        {"What does the Plus plan cost?", "Plan: Plus; Price: 9 euros", "prices.html"},
    };
    for (const auto& k : known) {
        const auto got = ask(std::string(k.question));
        ASSERT_FALSE(got.found.empty()) << k.question;
        EXPECT_NE(got.found[0].text.find(k.holds), std::string::npos) << k.question << "\n"
                                                                      << got.found[0].text;
        EXPECT_EQ(got.found[0].citations, std::vector<std::string>{std::string(k.citation)}) << k.question;
        EXPECT_FALSE(got.sources_differ) << k.question;
    }
}

TEST(Extract, RefusesWhatTheDocumentsDoNotAnswer)
{
    for (const auto* question :
         {"Which telescopes are sold in Iceland?", "How do I bake sourdough bread?",
          "What is the wireless password of the laboratory?", "", "?", "What is it?"}) {
        const auto got = ask(question);
        EXPECT_EQ(got.how_sure, certainty::unanswered) << question;
        EXPECT_TRUE(got.found.empty()) << question;
    }
}

TEST(Extract, DoubtsAnAnswerAboutANameThatIsNowhere)
{
    EXPECT_EQ(ask("Is parking free for visitors in Lisbon?").how_sure, certainty::doubtful);
}

TEST(Extract, RefusesWhenBothAWordAndTheKindOfAnswerAreMissing)
{
    EXPECT_EQ(ask("How many visitors park in Lisbon?").how_sure, certainty::unanswered);
}

TEST(Extract, FindsNothingInNoPassages)
{
    EXPECT_EQ(ask("How many days of vacation?", {}).how_sure, certainty::unanswered);
    EXPECT_EQ(ask("How many days of vacation?", {passage_of("a.md", "")}).how_sure, certainty::unanswered);
}

TEST(Extract, GivesBothSidesWhenDocumentsDiffer)
{
    const auto got = ask("What is the full daily allowance?",
                         {passage_of("travel-a.md", "The full daily allowance is 38 euros."),
                          passage_of("travel-b.md", "The full daily allowance is 44 euros.")});
    EXPECT_TRUE(got.sources_differ);
    ASSERT_EQ(got.found.size(), 2U);
    EXPECT_EQ(got.found[0].citations[0], "travel-a.md");
    EXPECT_EQ(got.found[1].citations[0], "travel-b.md");
}

TEST(Extract, PrefersASentenceThatStandsByItself)
{
    const auto found =
        ask("How many days of leave do we have in a year?",
            {passage_of("handbook.pdf#page=9",
                        "Asking\nThe hall closes for two weeks each summer and from 24 December. "
                        "Twelve days of the year's leave are set aside for this by assembly staff. "
                        "What else is closed, and who may work there all the same, is told by a "
                        "notice at the gate, which the office renews every other Monday morning.",
                        "Annual leave"),
             passage_of("handbook.pdf#page=8",
                        "Annual leave\nEveryone has thirty days of paid leave a year. From the "
                        "fifth year on there is one more for each year, up to five in all, which "
                        "the office adds without being asked to, as it does for jubilees.",
                        "Annual leave")})
            .found;
    ASSERT_GE(found.size(), 2U);
    EXPECT_TRUE(found[0].text.starts_with("Everyone has thirty days")) << found[0].text;
    EXPECT_NE(found[1].text.find("two weeks each summer and from 24 December. Twelve days"),
              std::string::npos)
        << found[1].text;
}

TEST(Extract, PrefersTheSideThatTheQuestionNames)
{
    const auto got = ask("What is the full daily allowance in 2025?",
                         {passage_of("travel-2024.md", "The full daily allowance is 38 euros."),
                          passage_of("travel-2025.md", "The full daily allowance is 44 euros.")});
    EXPECT_FALSE(got.sources_differ);
    ASSERT_FALSE(got.found.empty());
    EXPECT_EQ(got.found[0].citations[0], "travel-2025.md");
}

TEST(Extract, QuotesWhatSeveralDocumentsSayOnceWithEachCitation)
{
    const auto got = ask("How high is the daily allowance?",
                         {passage_of("a.md", "The daily allowance is 44 euros."),
                          passage_of("b.md", "The daily allowance is 44 euros."),
                          passage_of("c.md", "The daily allowance is always 44 euros.")});
    ASSERT_EQ(got.found.size(), 1U);
    EXPECT_EQ(got.found[0].citations, (std::vector<std::string>{"a.md", "b.md"}));
}

TEST(Extract, DropsTheCutCopyOfASentence)
{
    const auto got =
        ask("When do expense claims have to be sent?",
            {passage_of("a.pdf#page=1", "Expense claims are sent before the"),
             passage_of("a.pdf#page=2", "Expense claims are sent before the tenth of the month.")});
    ASSERT_EQ(got.found.size(), 1U);
    EXPECT_EQ(got.found[0].citations, std::vector<std::string>{"a.pdf#page=2"});
}

TEST(Extract, MarksWhereThePassageCutASentence)
{
    const auto got =
        ask("When do expense claims have to be sent?",
            {passage_of("a.md", "Expense claims are sent before the tenth of the month, except in")});
    ASSERT_EQ(got.found.size(), 1U);
    EXPECT_EQ(got.found[0].text, "Expense claims are sent before the tenth of the month, except in …");
}

TEST(Extract, KeepsAListWithItsLeadIn)
{
    EXPECT_EQ(ask("What must I bring to the gate?").found.at(0).text,
              "Bring these to the gate: a photo badge; the signed form; sturdy shoes");
    EXPECT_EQ(ask("Do I need sturdy shoes?").found.at(0).text, "Bring these to the gate: sturdy shoes");
}

TEST(Extract, TakesTheSentenceBeforeAlongWhenAPronounPointsToIt)
{
    const auto text = ask("Who approved the vacation?").found.at(0).text;
    EXPECT_EQ(text,
              "Full-time employees receive 27 days of vacation each year. It is approved by the team lead.");
}

TEST(Extract, TakesTheAnswerBelowAQuestion)
{
    const auto got =
        ask("Can I bring my dog to work?",
            {passage_of("faq.md", "Can I bring my dog to work?\n\nOn Fridays, if the team agrees.")});
    ASSERT_FALSE(got.found.empty());
    EXPECT_EQ(got.found[0].text, "On Fridays, if the team agrees.");
}

TEST(Extract, ShowsTheHeadingWhenItHoldsAWordOfTheQuestion)
{
    const auto got =
        ask("Which humidity is required in the cellar?",
            {passage_of("a.md", "## Cellar\n\nThe required humidity lies between 45 and 55 percent.")});
    ASSERT_FALSE(got.found.empty());
    EXPECT_EQ(got.found[0].text, "Cellar: The required humidity lies between 45 and 55 percent.");
}

TEST(Extract, FollowsTheConversation)
{
    const std::vector<openai::message> history = {{"user", "Who heads the accounts office?"},
                                                  {"assistant", "Dr. Ada Lind."}};
    const auto got = ask("And when are claims sent to it?", company(), history);
    ASSERT_FALSE(got.found.empty());
    EXPECT_NE(got.found[0].text.find("tenth of the month"), std::string::npos);
}

TEST(Extract, GivesAtMostFourAndTheSameEachTime)
{
    std::vector<retrieval::passage> many;
    for (const auto* colour : {"red", "green", "blue", "white", "black", "brown"})
        many.push_back(passage_of(std::string(colour) + ".md",
                                  std::string("The gate opens when the ") + colour + " lamp burns."));
    const auto first = ask("When does the gate open?", many);
    EXPECT_LE(first.found.size(), 4U);
    const auto second = ask("When does the gate open?", many);
    ASSERT_EQ(first.found.size(), second.found.size());
    for (std::size_t i = 0; i < first.found.size(); ++i) EXPECT_EQ(first.found[i].text, second.found[i].text);
}

}  // namespace
}  // namespace parley::rag
