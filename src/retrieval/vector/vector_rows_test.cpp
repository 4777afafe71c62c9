#include "retrieval/vector/vector_rows.hpp"

#include "retrieval/vector/random_vectors.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace parley::retrieval {
namespace {

using vector = std::vector<float>;

float cosine_by(const vector_rows& rows, const vector& query, std::size_t row)
{
    float cosine = 0;
    rows.compare(byte_vector(query), row, std::span(&cosine, 1));
    return cosine;
}

TEST(UnitVector, HasLengthOneAndTheSameDirection)
{
    const auto unit = unit_of(vector{3, 4});
    ASSERT_TRUE(unit);
    EXPECT_EQ(*unit, (vector{0.6F, 0.8F}));
}

TEST(UnitVector, IsNoneOfAVectorThatPointsNowhere)
{
    EXPECT_FALSE(unit_of(vector{}));
    EXPECT_FALSE(unit_of(vector{0, 0}));
    EXPECT_FALSE(unit_of(vector{1, std::nanf("")}));
    EXPECT_FALSE(unit_of(vector{1, std::numeric_limits<float>::infinity()}));
}

TEST(UnitVector, ComesBackFromItsBytesAsItWas)
{
    const vector unit{0.6F, -0.8F};
    EXPECT_EQ(from_stored_bytes(stored_bytes(unit)), unit);
    EXPECT_TRUE(from_stored_bytes(stored_bytes(vector{})).empty());
}

TEST(VectorRows, GivesCosinesThatAreOffByAThousandthOrSo)
{
    random_vectors make(7, 384);
    vector_rows rows;
    std::vector<vector> exact;
    for (std::size_t i = 0; i < 300; ++i) rows.set(i, exact.emplace_back(make.next()));
    const auto query = make.next();
    std::vector<float> cosines(exact.size());
    rows.compare(byte_vector(query), 0, cosines);
    for (std::size_t i = 0; i < exact.size(); ++i)
        EXPECT_NEAR(cosines[i], cosine_of(query, exact[i]), 0.004) << i;
}

TEST(VectorRows, KnowsWhichPassagesHaveAVector)
{
    vector_rows rows;
    EXPECT_EQ(rows.memory_bytes(), 0U);
    rows.set(2, vector{1, 0});
    EXPECT_FALSE(rows.has(0));
    EXPECT_TRUE(rows.has(2));
    EXPECT_FALSE(rows.has(3));
    EXPECT_EQ(rows.end(), 3U);
    EXPECT_EQ(cosine_by(rows, {1, 0}, 2), 1);
}

TEST(VectorRows, LeavesOutAVectorOfAnotherLength)
{
    vector_rows rows;
    rows.set(0, vector{1, 0});
    rows.set(1, vector{0, 0, 1});
    rows.set(2, vector{});
    EXPECT_EQ(rows.dimensions(), 2U);
    EXPECT_FALSE(rows.has(1));
    EXPECT_FALSE(rows.has(2));
}

TEST(VectorRows, CopiesARowAsItIs)
{
    vector_rows from;
    from.set(1, vector{0.6F, 0.8F});
    vector_rows to;
    to.copy(0, from, 0);
    EXPECT_EQ(to.end(), 0U);
    to.copy(3, from, 1);
    EXPECT_EQ(cosine_by(to, {0, 1}, 3), cosine_by(from, {0, 1}, 1));
}

}  // namespace
}  // namespace parley::retrieval
