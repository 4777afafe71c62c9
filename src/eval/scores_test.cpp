#include "eval/scores.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace parley::eval {
namespace {

const question answerable{"q", "Q", {"a.pdf#page=1", "b.md"}, {}};
const question unanswerable{"q", "Q", {}, {}};

TEST(Scores, JudgeRankingAndCitationsWhereThereIsAnAnswer)
{
    observation seen;
    seen.ranking = {"c.md", "a.pdf#page=1", "a.pdf#page=2"};
    seen.sources = {"c.md", "a.pdf#page=1"};
    seen.cited = {"c.md", "a.pdf#page=1"};
    const auto made = judge(answerable, seen);
    EXPECT_DOUBLE_EQ(*made.ndcg_10, (1 / std::log2(3)) / (1 + 1 / std::log2(3)));
    EXPECT_EQ(made.recall_5, 0.5);
    EXPECT_EQ(made.recall_10, 0.5);
    EXPECT_EQ(made.reciprocal_rank, 0.5);
    EXPECT_EQ(made.hit, 1);
    EXPECT_EQ(made.citation_precision, 0.5);
    EXPECT_EQ(made.citation_recall, 0.5);
    EXPECT_EQ(made.refusal, 1);
    EXPECT_FALSE(made.supported) << "the writer only quotes";
}

TEST(Scores, TellARefusalFromAnAnswerThatCitesTheWrongPage)
{
    observation wrong;
    wrong.cited = wrong.sources = {"c.md"};
    EXPECT_EQ(judge(answerable, wrong).citation_precision, 0);
    EXPECT_EQ(judge(answerable, wrong).hit, 0);
    EXPECT_EQ(judge(answerable, wrong).refusal, 1);
    observation refused;
    refused.is_refusal = true;
    EXPECT_FALSE(judge(answerable, refused).citation_precision) << "nothing is cited";
    EXPECT_EQ(judge(answerable, refused).citation_recall, 0);
    EXPECT_EQ(judge(answerable, refused).refusal, 0);
}

TEST(Scores, AskOnlyForARefusalWhereThereIsNoAnswer)
{
    observation seen;
    seen.ranking = seen.sources = seen.cited = {"c.md"};
    EXPECT_EQ(judge(unanswerable, seen).refusal, 0);
    EXPECT_FALSE(judge(unanswerable, seen).ndcg_10);
    EXPECT_FALSE(judge(unanswerable, seen).citation_precision);
    seen.is_refusal = true;
    EXPECT_EQ(judge(unanswerable, seen).refusal, 1);
}

TEST(Scores, ShareWhatAModelSaysThatTheSourcesBearOut)
{
    observation seen;
    seen.sentences = 4;
    seen.unsupported = 1;
    EXPECT_EQ(judge(unanswerable, seen).supported, 0.75);
}

}  // namespace
}  // namespace parley::eval
