#include "retrieval/sqlite/live_index.hpp"

#include "retrieval/sqlite/small_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

namespace parley::retrieval {
namespace {

struct LiveIndex : testing::Test {
    small_store held;
    no_log log;
    live_index index{held.data, log};
    lexical_scratch scratch;

    std::size_t hits(std::string_view query)
    {
        return index.current().index->search({.text = query}, scratch).size();
    }
    // What the poller does on its own shows within its interval; a minute is for a machine in trouble.
    template <class F>
    static bool comes_true(F condition)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > until) return false;
            std::this_thread::yield();
        }
        return true;
    }
};

TEST_F(LiveIndex, IsReadyWithNothingWhenThereIsNoStoreYet)
{
    ASSERT_FALSE(index.readiness());
    EXPECT_EQ(index.readiness().error().code, errc::busy);
    EXPECT_EQ(index.readiness().error().retry_after, std::chrono::seconds(1));
    ASSERT_TRUE(index.refresh());
    EXPECT_TRUE(index.readiness());
    EXPECT_EQ(index.current().index->passages(), 0U);
}

TEST_F(LiveIndex, FindsAStoreThatAppearsLater)
{
    ASSERT_TRUE(index.refresh());
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"parental leave", "notice period"}));
    ASSERT_TRUE(index.refresh());
    EXPECT_EQ(hits("leave"), 1U);
    EXPECT_EQ(index.current().index->passages(), 2U);
}

TEST_F(LiveIndex, FollowsAddedReplacedAndRemovedDocuments)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
    ASSERT_TRUE(held.put(writer, "b", {"beta"}));
    ASSERT_TRUE(index.refresh());
    EXPECT_EQ(hits("alpha beta"), 2U);

    ASSERT_TRUE(held.put(writer, "a", {"gamma"}));
    ASSERT_TRUE(index.refresh());
    EXPECT_EQ(hits("alpha"), 0U);
    EXPECT_EQ(hits("gamma"), 1U);

    ASSERT_TRUE(writer.remove("b"));
    ASSERT_TRUE(index.refresh());
    EXPECT_EQ(hits("beta"), 0U);
    EXPECT_EQ(index.current().index->passages(), 1U);
}

TEST_F(LiveIndex, FollowsACategoryThatIsRecordedWithoutNewChunks)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
    ASSERT_TRUE(index.refresh());
    auto moved = writer.find_by_name("a.txt").value().value();
    moved.category = "elsewhere";
    ASSERT_TRUE(writer.record(moved));
    ASSERT_TRUE(index.refresh());
    const auto found =
        index.current().index->search({.text = "alpha", .include_category = "elsewhere"}, scratch);
    EXPECT_EQ(found.size(), 1U);
}

TEST_F(LiveIndex, PublishesNothingNewWhenNothingHasChanged)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
    ASSERT_TRUE(index.refresh());
    const auto before = index.current().index;
    ASSERT_TRUE(index.refresh());
    EXPECT_EQ(index.current().index, before);
}

TEST_F(LiveIndex, FollowsAStoreThatIsDeletedAndMadeAnew)
{
    {
        auto writer = held.open_writer();
        ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
        ASSERT_TRUE(index.refresh());
    }
    std::filesystem::remove_all(held.data);
    ASSERT_TRUE(index.refresh());
    EXPECT_EQ(index.current().index->passages(), 0U);

    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "b", {"beta"}));
    ASSERT_TRUE(index.refresh());
    EXPECT_EQ(hits("alpha beta"), 1U);
}

TEST_F(LiveIndex, FollowsAStoreThatIsMadeAnewBetweenTwoLooks)
{
    {
        auto writer = held.open_writer();
        ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
        ASSERT_TRUE(index.refresh());
    }
    std::filesystem::remove_all(held.data);
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "b", {"beta"}));
    ASSERT_TRUE(index.refresh());
    EXPECT_EQ(hits("alpha"), 0U);
    EXPECT_EQ(hits("beta"), 1U);
}

TEST_F(LiveIndex, KeepsAnsweringWhenTheStoreCannotBeRead)
{
    {
        auto writer = held.open_writer();
        ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
        ASSERT_TRUE(index.refresh());
    }
    std::filesystem::rename(held.data / "parley.db", held.data / "aside.db");
    std::filesystem::create_directory(held.data / "parley.db");
    auto refreshed = index.refresh();
    ASSERT_FALSE(refreshed);
    EXPECT_EQ(refreshed.error().code, errc::storage);
    EXPECT_EQ(hits("alpha"), 1U);
}

// /readyz said "still being read" of a corrupt store for as long as the server ran.
TEST_F(LiveIndex, SaysWhyItIsNotReadyUntilTheStoreCanBeRead)
{
    std::filesystem::create_directories(held.data / "parley.db");
    EXPECT_FALSE(index.refresh());
    ASSERT_FALSE(index.readiness());
    EXPECT_EQ(index.readiness().error().code, errc::storage);

    std::filesystem::remove(held.data / "parley.db");
    auto writer = held.open_writer();
    ASSERT_TRUE(index.refresh());
    EXPECT_TRUE(index.readiness());
}

TEST_F(LiveIndex, NoticesCommitsByItselfAndStops)
{
    index.start();
    ASSERT_TRUE(comes_true([this] { return index.readiness().has_value(); }));
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
    EXPECT_TRUE(comes_true([this] { return hits("alpha") == 1; }));
    ASSERT_TRUE(writer.remove("a"));
    EXPECT_TRUE(comes_true([this] { return hits("alpha") == 0; }));
    index.stop();
}

// What the poller says of its failures, and when.
class failure_log : public log_sink {
public:
    struct failure {
        log_level level;
        std::chrono::milliseconds pause;
        std::chrono::steady_clock::time_point at;
    };

    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) override
    {
        if (event != "index_refresh_failed") return;
        const std::lock_guard lock(mutex_);
        for (const auto& field : fields)
            if (field.key == "next_look_ms")
                failures_.push_back({level, std::chrono::milliseconds(std::stoll(field.value)),
                                     std::chrono::steady_clock::now()});
    }
    std::vector<failure> failures() const
    {
        const std::lock_guard lock(mutex_);
        return failures_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<failure> failures_;
};

// A look that fails may read a whole store in vain: five of them a second would keep a core busy.
TEST_F(LiveIndex, LooksLessAndLessOftenWhileTheStoreCannotBeRead)
{
    using std::chrono::milliseconds;
    {
        auto writer = held.open_writer();
        ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
    }
    const auto file = held.data / "parley.db";
    std::filesystem::rename(file, held.data / "aside.db");
    std::filesystem::create_directory(file);

    failure_log failed;
    live_index polled(held.data, failed, {.usual = milliseconds(1), .longest = milliseconds(8)});
    polled.start();
    ASSERT_TRUE(comes_true([&failed] { return failed.failures().size() >= 5; }));
    const auto seen = failed.failures();
    const std::vector<milliseconds> expected{milliseconds(2), milliseconds(4), milliseconds(8),
                                             milliseconds(8)};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(seen[i].pause, expected[i]) << i;
        EXPECT_GE(seen[i + 1].at - seen[i].at, expected[i]) << "it really waits";
        EXPECT_EQ(seen[i].level, i == 0 ? log_level::warning : log_level::debug) << "warned of once";
    }

    // Readable again, then broken again: it begins anew with the short pause.
    std::filesystem::remove(file);
    std::filesystem::rename(held.data / "aside.db", file);
    ASSERT_TRUE(comes_true([&polled] { return polled.current().index->passages() == 1; }));
    const auto before = failed.failures().size();
    std::filesystem::rename(file, held.data / "aside.db");
    std::filesystem::create_directory(file);
    ASSERT_TRUE(comes_true([&] { return failed.failures().size() > before; }));
    polled.stop();
    EXPECT_EQ(failed.failures()[before].pause, milliseconds(2));
    EXPECT_EQ(failed.failures()[before].level, log_level::warning);
}

// Run under ThreadSanitizer too.
TEST_F(LiveIndex, IsReadByManyThreadsWhileItRefreshes)
{
    auto writer = held.open_writer();
    std::atomic<bool> is_done = false;
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([this, &is_done] {
            lexical_scratch mine;
            while (!is_done) {
                const auto view = index.current();
                EXPECT_LE(view.index->search({.text = "alpha"}, mine).size(), view.index->passages());
            }
        });
    index.start();
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(held.put(writer, "a" + std::to_string(i % 5), {"alpha", "beta"}));
        ASSERT_TRUE(index.refresh());
    }
    is_done = true;
    for (auto& reader : readers) reader.join();
    index.stop();
    EXPECT_EQ(hits("alpha"), 5U);
}

}  // namespace
}  // namespace parley::retrieval
