#include "retrieval/sqlite/passage_cache.hpp"

#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::retrieval {
namespace {

using namespace std::chrono_literals;

constexpr store_moment now{.view = 1, .file = 7, .bytes = 100, .changed = 5ns};
constexpr store_moment later{.view = 1, .file = 7, .bytes = 100, .changed = 6ns};

passage passage_with(std::string text)
{
    passage made;
    made.text = std::move(text);
    return made;
}

struct PassageCache : testing::Test {
    passage_cache cache{10'000};

    std::optional<std::vector<passage>> find(const store_moment& at, std::vector<passage_hit> hits)
    {
        return cache.find(at, hits);
    }
};

TEST_F(PassageCache, GivesWhatWasReadInTheOrderOfTheHitsWithTheirScores)
{
    cache.keep(now, 1, passage_with("one"));
    cache.keep(now, 2, passage_with("two"));
    const auto found = find(now, {{2, 0.5F}, {1, 0.25F}});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->at(0).text, "two");
    EXPECT_EQ(found->at(0).score, 0.5);
    EXPECT_EQ(found->at(1).text, "one");
    EXPECT_EQ(found->at(1).score, 0.25);
}

TEST_F(PassageCache, GivesNothingWhenOneOfThemWasNotRead)
{
    cache.keep(now, 1, passage_with("one"));
    EXPECT_FALSE(find(now, {{1, 1}, {2, 1}}));
}

TEST_F(PassageCache, GivesNothingAfterTheStoreHasChanged)
{
    cache.keep(now, 1, passage_with("one"));
    EXPECT_FALSE(find(later, {{1, 1}}));
    cache.keep(later, 2, passage_with("two"));
    EXPECT_TRUE(find(later, {{2, 1}}));
    EXPECT_FALSE(find(later, {{1, 1}}));
    EXPECT_FALSE(find(now, {{1, 1}}));
}

TEST_F(PassageCache, NeverHoldsMoreThanItMay)
{
    const std::string text(3'000, 'x');
    for (std::int64_t chunk = 1; chunk <= 4; ++chunk) cache.keep(now, chunk, passage_with(text));
    EXPECT_TRUE(find(now, {{4, 1}}));
    EXPECT_FALSE(find(now, {{1, 1}}));
    cache.keep(now, 5, passage_with(std::string(20'000, 'x')));
    EXPECT_FALSE(find(now, {{5, 1}}));
    EXPECT_TRUE(find(now, {{4, 1}}));
}

struct StoreMoment : testing::Test {
    const temporary_folder folder;
    const std::filesystem::path log = folder.path / "parley.db-wal";
    const std::chrono::system_clock::time_point later = std::chrono::system_clock::now() + 1h;
};

TEST_F(StoreMoment, DiffersAfterAWriteAndAfterANewLook)
{
    EXPECT_FALSE(moment_of(log, 1, later));
    std::ofstream(log) << "a commit";
    const auto before = moment_of(log, 1, later);
    ASSERT_TRUE(before);
    EXPECT_EQ(moment_of(log, 1, later), before);
    EXPECT_NE(moment_of(log, 2, later), before);
    std::ofstream(log, std::ios::app) << "another";
    EXPECT_NE(moment_of(log, 1, later), before);
}

// A second commit in the same step of the file system's clock could leave all that is looked at as it is.
TEST_F(StoreMoment, IsNoneWhileTheLogHasJustBeenWritten)
{
    std::ofstream(log) << "a commit";
    EXPECT_FALSE(moment_of(log, 1, std::chrono::system_clock::now()));
}

}  // namespace
}  // namespace parley::retrieval
