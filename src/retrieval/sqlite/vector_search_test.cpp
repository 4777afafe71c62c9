#include "base/run_on_loop.hpp"
#include "retrieval/sqlite/small_store.hpp"
#include "retrieval/sqlite/sqlite_retriever.hpp"

#include <gtest/gtest.h>

namespace parley::retrieval {
namespace {

using names = std::vector<std::string>;

// Three documents of one passage each, and where they lie as vectors.
struct VectorSearch : testing::Test {
    small_store held;
    store writer = held.open_writer();
    no_log log;
    asio::thread_pool pool{2};
    sqlite_retriever finder{held.data, pool, log};

    void SetUp() override
    {
        put("a", "parental leave", {1, 0});
        put("b", "notice period", {0, 1});
        put("c", "leave of absence", {0.6F, 0.8F});
        ASSERT_TRUE(finder.refresh());
    }
    void put(const std::string& id, const std::string& text, std::vector<float> unit,
             const std::string& category = "handbook")
    {
        auto what = small_store::describe(id);
        what.category = category;
        ASSERT_TRUE(held.put(writer, what, {text}, {"m", {std::move(unit)}}));
    }
    std::vector<passage> ask(search_request request)
    {
        asio::io_context loop;
        const auto until = deadline_after(std::chrono::minutes(1));
        return run_on_loop(loop, finder.search(std::move(request), until)).value();
    }
    names found(search_request request)
    {
        names documents;
        for (const auto& each : ask(std::move(request))) documents.push_back(each.document);
        return documents;
    }
};

constexpr auto vectors = retrieval_mode::vectors;
constexpr auto hybrid = retrieval_mode::hybrid;

TEST_F(VectorSearch, SaysWhoseVectorsItHolds)
{
    EXPECT_EQ(finder.space(), (vector_space{"m", 2}));
}

TEST_F(VectorSearch, FindsByVectorWhateverTheWords)
{
    const auto passages = ask({.text = "notice", .mode = vectors, .unit = {1, 0}});
    ASSERT_EQ(passages.size(), 3U);
    EXPECT_EQ(passages[0].document, "a.txt");
    EXPECT_EQ(passages[0].score, 1);
    EXPECT_EQ(passages[1].document, "c.txt");
    EXPECT_FLOAT_EQ(static_cast<float>(passages[1].score), 0.6F) << "exact, not as it was rounded in memory";
}

TEST_F(VectorSearch, FindsByWordsWhateverTheVector)
{
    EXPECT_EQ(found({.text = "notice", .unit = {1, 0}}), names{"b.txt"});
}

TEST_F(VectorSearch, MakesOneRankingOfWordsAndVectors)
{
    const auto passages = ask({.text = "notice", .mode = hybrid, .unit = {1, 0}});
    ASSERT_EQ(passages.size(), 3U);
    EXPECT_EQ(passages[0].document, "b.txt") << "first by words, third by vector";
    EXPECT_FLOAT_EQ(static_cast<float>(passages[0].score), 1.0F / 61 + 1.0F / 63);
    EXPECT_EQ(passages[1].document, "a.txt");
    EXPECT_EQ(passages[2].document, "c.txt");
}

TEST_F(VectorSearch, CountsTopAfterTheFusion)
{
    EXPECT_EQ(found({.text = "notice", .top = 1, .mode = hybrid, .unit = {1, 0}}), names{"b.txt"});
    EXPECT_EQ(found({.text = "leave", .top = 1, .mode = vectors, .unit = {0, 1}}), names{"b.txt"});
}

TEST_F(VectorSearch, HoldsTheLowestScoreAgainstTheScoreOfTheMode)
{
    EXPECT_EQ(found({.text = "notice", .score_min = 0.59, .mode = vectors, .unit = {1, 0}}),
              (names{"a.txt", "c.txt"}));
    EXPECT_EQ(found({.text = "notice", .score_min = 0.02, .mode = hybrid, .unit = {1, 0}}), names{"b.txt"});
    EXPECT_TRUE(found({.text = "notice", .score_min = 1000, .unit = {1, 0}}).empty());
}

TEST_F(VectorSearch, LooksOnlyWhereTheCategoriesAllow)
{
    put("d", "other", {1, 0}, "faq");
    ASSERT_TRUE(finder.refresh());
    EXPECT_EQ(found({.text = "leave", .include_category = "faq", .mode = vectors, .unit = {1, 0}}),
              names{"d.txt"});
    EXPECT_EQ(found({.text = "leave", .top = 1, .exclude_category = "faq", .mode = hybrid, .unit = {1, 0}}),
              names{"a.txt"});
}

TEST_F(VectorSearch, NeverGivesADocumentThatWasRemovedSinceTheIndexWasRead)
{
    ASSERT_TRUE(writer.remove("a"));
    EXPECT_EQ(found({.text = "leave", .mode = vectors, .unit = {1, 0}}), (names{"c.txt", "b.txt"}));
}

TEST_F(VectorSearch, GivesTheNewVersionOfADocumentThatWasReplacedSince)
{
    put("a", "sabbatical", {0, 1});
    const auto passages = ask({.text = "leave", .mode = hybrid, .unit = {0, 1}});
    ASSERT_EQ(passages.size(), 3U);
    for (const auto& each : passages) EXPECT_EQ(each.text == "sabbatical", each.document == "a.txt");
}

TEST_F(VectorSearch, FindsVectorsThatWereFilledInLater)
{
    ASSERT_TRUE(held.put(writer, "e", {"without"}));
    ASSERT_TRUE(finder.refresh());
    EXPECT_EQ(found({.text = "nothing", .mode = vectors, .unit = {1, 0}}).size(), 3U);
    ASSERT_TRUE(writer.add_vectors("e", {"m", {{1, 0}}}));
    ASSERT_TRUE(finder.refresh());
    EXPECT_EQ(found({.text = "nothing", .mode = vectors, .unit = {1, 0}}),
              (names{"a.txt", "e.txt", "c.txt", "b.txt"}));
}

}  // namespace
}  // namespace parley::retrieval
