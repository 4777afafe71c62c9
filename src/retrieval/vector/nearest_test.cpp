#include "retrieval/vector/nearest.hpp"

#include "retrieval/lexical/index.hpp"
#include "retrieval/vector/random_vectors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace parley::retrieval {
namespace {

using vector = std::vector<float>;
using chunks = std::vector<std::int64_t>;

void add(lexical_index& index, std::int64_t number, const vector& unit, std::string_view category = "")
{
    index.start_document(number, "id" + std::to_string(number), category, "");
    index.add_passage(number, 0, "", "text", unit);
}

chunks found(const snapshot& in, const vector_query& query)
{
    chunks numbers;
    for (const auto& hit : nearest(in, query)) numbers.push_back(hit.chunk);
    return numbers;
}

const vector east{1, 0};
const vector north{0, 1};
const vector north_east{0.8F, 0.6F};

TEST(Nearest, RanksByTheAngleToTheQuestion)
{
    lexical_index index;
    add(index, 1, north);
    add(index, 2, east);
    add(index, 3, north_east);
    EXPECT_EQ(found(*index.publish(), {.unit = east}), (chunks{2, 3, 1}));
    EXPECT_EQ(found(*index.publish(), {.unit = east, .top = 2}), (chunks{2, 3}));
    EXPECT_EQ(found(*index.publish(), {.unit = east, .top = 0}), chunks{});
}

TEST(Nearest, BreaksTiesInTheOrderOfChunkIds)
{
    lexical_index index;
    for (const std::int64_t number : {3, 1, 2}) add(index, number, east);
    EXPECT_EQ(found(*index.publish(), {.unit = east, .top = 2}), (chunks{1, 2}));
}

TEST(Nearest, PassesOverPassagesWithoutAVector)
{
    lexical_index index;
    add(index, 1, {});
    add(index, 2, east);
    add(index, 3, {});
    EXPECT_EQ(found(*index.publish(), {.unit = north}), chunks{2});
}

TEST(Nearest, FindsNothingForAVectorOfAnotherLength)
{
    lexical_index index;
    add(index, 1, east);
    EXPECT_EQ(found(*index.publish(), {.unit = vector{1, 0, 0}}), chunks{});
    EXPECT_EQ(found(*index.publish(), {.unit = vector{}}), chunks{});
}

TEST(Nearest, NeverGivesWhatWasRemoved)
{
    lexical_index index;
    add(index, 1, east);
    add(index, 2, north_east);
    index.publish();
    index.remove(1);
    EXPECT_EQ(found(*index.publish(), {.unit = east, .top = 1}), chunks{2});
}

TEST(Nearest, FillsItsPlacesFromTheWantedCategoriesOnly)
{
    lexical_index index;
    for (std::int64_t i = 1; i <= 10; ++i) add(index, i, east, "near");
    add(index, 11, north, "far");
    const auto in = index.publish();
    EXPECT_EQ(found(*in, {.unit = east, .top = 3, .about = {.include_category = "far"}}), chunks{11});
    EXPECT_EQ(found(*in, {.unit = east, .top = 3, .about = {.exclude_category = "near"}}), chunks{11});
}

TEST(Nearest, FillsItsPlacesFromTheChosenDocumentsOnly)
{
    lexical_index index;
    for (std::int64_t i = 1; i <= 10; ++i) add(index, i, east);
    const auto in = index.publish();
    const std::vector<std::string> chosen = {"id4", "id7", "unknown"};
    EXPECT_EQ(found(*in, {.unit = east, .top = 3, .about = {.ids = chosen}}), (chunks{4, 7}));
    const std::vector<std::string> none;
    EXPECT_EQ(found(*in, {.unit = east, .top = 3, .about = {.ids = none}}), chunks{});
}

// Many segments, merges, holes and removals, against the plain way of looking at each vector that lives.
TEST(Nearest, FindsWhatALookAtEveryVectorFinds)
{
    random_vectors make(3, 64);
    std::mt19937 random(5);
    lexical_index index;
    std::map<std::int64_t, vector> living;
    for (std::int64_t number = 1; number <= 3000; ++number) {
        const bool has_vector = number % 7 != 0;
        const auto unit = has_vector ? make.next() : vector{};
        add(index, number, unit);
        if (has_vector) living[number] = unit;
        if (number % 100 == 0) index.publish();
        if (number % 5 == 0) {
            const auto gone = static_cast<std::int64_t>(random() % static_cast<unsigned>(number)) + 1;
            index.remove(gone);
            living.erase(gone);
        }
    }
    while (index.tidy_up()) {
    }
    const auto in = index.publish();
    for (int i = 0; i < 20; ++i) {
        const auto query = make.next();
        std::vector<std::pair<float, std::int64_t>> expected;
        for (const auto& [number, unit] : living) expected.emplace_back(-cosine_of(query, unit), number);
        std::sort(expected.begin(), expected.end());
        const auto rough = found(*in, {.unit = query, .top = 100});
        ASSERT_EQ(rough.size(), 100U);
        for (std::size_t k = 0; k < 50; ++k)
            EXPECT_TRUE(std::find(rough.begin(), rough.end(), expected[k].second) != rough.end()) << k;
    }
}

}  // namespace
}  // namespace parley::retrieval
