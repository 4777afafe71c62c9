#include "eval/metrics.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace parley::eval {
namespace {

using gains = std::vector<int>;

TEST(Ndcg, IsOneForTheBestOrderAndLessForAnyOther)
{
    EXPECT_DOUBLE_EQ(ndcg(gains{2, 1, 0}, {1, 2}, 10), 1);
    EXPECT_DOUBLE_EQ(ndcg(gains{0, 1}, {1}, 10), 1 / std::log2(3));
    EXPECT_DOUBLE_EQ(ndcg(gains{1, 2}, {1, 2}, 10), (1 + 2 / std::log2(3)) / (2 + 1 / std::log2(3)));
}

TEST(Ndcg, LooksAtTheFirstResultsOnlyInTheRankingAndInTheIdeal)
{
    EXPECT_DOUBLE_EQ(ndcg(gains{0, 0, 1}, {1}, 2), 0);
    EXPECT_DOUBLE_EQ(ndcg(gains{1, 1}, {1, 1, 1, 1}, 2), 1);
    EXPECT_DOUBLE_EQ(ndcg(gains{}, {1}, 10), 0);
    EXPECT_DOUBLE_EQ(ndcg(gains{0}, {}, 10), 0);
}

TEST(Recall, IsTheShareOfWhatIsRelevantAmongTheFirstResults)
{
    EXPECT_DOUBLE_EQ(recall(gains{1, 0, 3, 1}, 4, 3), 0.5);
    EXPECT_DOUBLE_EQ(recall(gains{1}, 1, 10), 1);
    EXPECT_DOUBLE_EQ(recall(gains{}, 0, 10), 0);
}

TEST(ReciprocalRank, IsThatOfTheFirstRelevantResult)
{
    EXPECT_DOUBLE_EQ(reciprocal_rank(gains{0, 0, 1, 1}, 10), 1.0 / 3);
    EXPECT_DOUBLE_EQ(reciprocal_rank(gains{0, 0, 1}, 2), 0);
    EXPECT_DOUBLE_EQ(reciprocal_rank(gains{}, 10), 0);
}

TEST(Percentile, IsAValueThatWasThere)
{
    EXPECT_DOUBLE_EQ(percentile({4, 1, 3, 2}, 0.5), 2);
    EXPECT_DOUBLE_EQ(percentile({4, 1, 3, 2}, 0.99), 4);
    EXPECT_DOUBLE_EQ(percentile({4, 1, 3, 2}, 0), 1);
    EXPECT_DOUBLE_EQ(percentile({}, 0.5), 0);
}

}  // namespace
}  // namespace parley::eval
