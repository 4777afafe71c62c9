#include "retrieval/fusion.hpp"

#include "retrieval/lexical/index.hpp"

#include <gtest/gtest.h>

namespace parley::retrieval {
namespace {

// Passages 1 to 9, and rankings of them by their numbers.
struct Fusion : testing::Test {
    Fusion()
    {
        for (std::int64_t number = 1; number <= 9; ++number) {
            index.start_document(number, "id" + std::to_string(number), "", "");
            index.add_passage(number, 0, "", "text");
        }
        in = index.publish();
    }

    static std::vector<passage_hit> ranking(const std::vector<std::int64_t>& numbers)
    {
        std::vector<passage_hit> hits;
        for (const auto number : numbers)
            hits.push_back({number, 1, {0, static_cast<std::uint32_t>(number - 1)}});
        return hits;
    }
    std::vector<std::int64_t> fused(const std::vector<std::int64_t>& one,
                                    const std::vector<std::int64_t>& other) const
    {
        std::vector<std::int64_t> numbers;
        for (const auto& hit : fuse(*in, ranking(one), ranking(other))) numbers.push_back(hit.chunk);
        return numbers;
    }

    lexical_index index;
    std::shared_ptr<const snapshot> in;
};

TEST_F(Fusion, PutsWhatBothFoundBeforeWhatOneFound)
{
    EXPECT_EQ(fused({1, 2, 3}, {4, 3}), (std::vector<std::int64_t>{3, 1, 4, 2}));
}

TEST_F(Fusion, AddsTheReciprocalsOfSixtyAndTheRank)
{
    const auto hits = fuse(*in, ranking({5, 6}), ranking({6}));
    ASSERT_EQ(hits.size(), 2U);
    EXPECT_FLOAT_EQ(hits[0].score, 1.0F / 62 + 1.0F / 61);
    EXPECT_FLOAT_EQ(hits[1].score, 1.0F / 61);
}

TEST_F(Fusion, BreaksTiesByChunkIdWhicheverRankingComesFirst)
{
    EXPECT_EQ(fused({8, 2}, {2, 8}), (std::vector<std::int64_t>{2, 8}));
    EXPECT_EQ(fused({9}, {1}), (std::vector<std::int64_t>{1, 9}));
    EXPECT_EQ(fused({1}, {9}), (std::vector<std::int64_t>{1, 9}));
}

TEST_F(Fusion, KeepsTheOrderOfOneWhereTheOtherIsEmpty)
{
    EXPECT_EQ(fused({7, 3, 5}, {}), (std::vector<std::int64_t>{7, 3, 5}));
    EXPECT_TRUE(fused({}, {}).empty());
}

}  // namespace
}  // namespace parley::retrieval
