#include "retrieval/sqlite/sqlite_retriever.hpp"

#include "base/run_on_loop.hpp"
#include "retrieval/sqlite/small_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>
#include <thread>

namespace parley::retrieval {
namespace {

struct SqliteRetriever : testing::Test {
    small_store held;
    no_log log;
    asio::thread_pool pool{2};
    sqlite_retriever finder{held.data, pool, log};

    result<std::vector<passage>> ask(search_request request,
                                     deadline until = deadline_after(std::chrono::minutes(1)))
    {
        asio::io_context loop;
        return run_on_loop(loop, finder.search(std::move(request), until));
    }
    std::vector<passage> found(std::string_view text) { return ask({.text = std::string(text)}).value(); }
};

TEST_F(SqliteRetriever, FindsNothingInAFolderThatIsNotThere)
{
    ASSERT_TRUE(finder.refresh());
    EXPECT_TRUE(finder.readiness());
    EXPECT_TRUE(found("anything").empty());
}

// Right after the start /chat said that the documents do not answer, of a store that nobody had read yet.
TEST_F(SqliteRetriever, SaysThatItIsBusyUntilTheStoreHasBeenRead)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"parental leave"}));
    const auto early = ask({.text = "leave"});
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, errc::busy);
    EXPECT_EQ(early.error().retry_after, std::chrono::seconds(1));
    ASSERT_TRUE(finder.refresh());
    EXPECT_EQ(found("leave").size(), 1U);
}

TEST_F(SqliteRetriever, SaysWhatIsWrongWithAStoreThatItCouldNeverRead)
{
    std::filesystem::create_directories(held.data);
    std::ofstream(held.data / "parley.db") << std::string(8192, 'x');
    EXPECT_FALSE(finder.refresh());
    const auto asked = ask({.text = "leave"});
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code, errc::storage);
    EXPECT_NE(asked.error().detail.find("corrupt"), std::string::npos) << asked.error().detail;
}

TEST_F(SqliteRetriever, TellsAStoreOfANewerProgramFromOneWithoutAnswers)
{
    {
        auto writer = held.open_writer();
    }
    ASSERT_TRUE(sqlite::database::open(held.data / "parley.db", sqlite::access::write)
                    ->execute("pragma user_version = 999"));
    EXPECT_FALSE(finder.refresh());
    const auto asked = ask({.text = "leave"});
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code, errc::storage);
    EXPECT_NE(asked.error().detail.find("newer"), std::string::npos) << asked.error().detail;
}

TEST_F(SqliteRetriever, GivesThePassageWithEverythingThatIsKnownAboutIt)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"Parental leave is sixteen weeks.", "The canteen opens at noon."}));
    ASSERT_TRUE(finder.refresh());
    EXPECT_EQ(finder.passages(), 2U);
    const auto passages = found("How long is parental leave?");
    ASSERT_EQ(passages.size(), 1U);
    EXPECT_EQ(passages[0].chunk_id, "a-1-Parental leave is sixteen weeks.");
    EXPECT_EQ(passages[0].document, "a.txt");
    EXPECT_EQ(passages[0].citation, "a.txt");
    EXPECT_EQ(passages[0].page, 1);
    EXPECT_EQ(passages[0].heading, "Heading");
    EXPECT_EQ(passages[0].category, "handbook");
    EXPECT_EQ(passages[0].text, "Parental leave is sixteen weeks.");
    EXPECT_GT(passages[0].score, 0);
}

TEST_F(SqliteRetriever, CitesThePageOfAPdf)
{
    auto writer = held.open_writer();
    auto pdf = small_store::describe("a");
    pdf.name = "a.pdf";
    pdf.media_type = "application/pdf";
    ASSERT_TRUE(held.put(writer, pdf, {"first", "second"}));
    ASSERT_TRUE(finder.refresh());
    EXPECT_EQ(found("second").at(0).citation, "a.pdf#page=2");
}

TEST_F(SqliteRetriever, HonoursTopCategoriesAndTheLowestScore)
{
    auto writer = held.open_writer();
    auto faq = small_store::describe("b");
    faq.category = "faq";
    ASSERT_TRUE(held.put(writer, "a", {"leave one", "leave two", "leave three"}));
    ASSERT_TRUE(held.put(writer, faq, {"leave and many other words"}));
    ASSERT_TRUE(finder.refresh());
    EXPECT_EQ(ask({.text = "leave", .top = 2}).value().size(), 2U);
    EXPECT_EQ(ask({.text = "leave", .include_category = "faq"}).value().at(0).document, "b.txt");
    EXPECT_EQ(ask({.text = "leave", .exclude_category = "faq"}).value().size(), 3U);
    EXPECT_TRUE(ask({.text = "leave", .score_min = 1000}).value().empty());
}

TEST_F(SqliteRetriever, NeverGivesAPassageOfADocumentThatWasRemovedSinceTheIndexWasRead)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"leave"}));
    ASSERT_TRUE(held.put(writer, "b", {"leave"}));
    ASSERT_TRUE(finder.refresh());
    ASSERT_TRUE(writer.remove("a"));
    const auto passages = found("leave");
    ASSERT_EQ(passages.size(), 1U);
    EXPECT_EQ(passages[0].document, "b.txt");
}

TEST_F(SqliteRetriever, NeverGivesAPassageOfAnotherStoreThatWasMadeInTheSamePlace)
{
    {
        auto writer = held.open_writer();
        ASSERT_TRUE(held.put(writer, "a", {"leave"}));
        ASSERT_TRUE(finder.refresh());
        ASSERT_EQ(found("leave").size(), 1U);
    }
    std::filesystem::remove_all(held.data);
    EXPECT_TRUE(found("leave").empty());
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "b", {"something else"}));
    EXPECT_TRUE(found("leave").empty());
}

// A document that was taken in again answered nothing until the index next looked at the store.
TEST_F(SqliteRetriever, GivesTheNewPassagesOfADocumentThatWasReplacedSinceTheIndexWasRead)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"leave is sixteen weeks"}));
    ASSERT_TRUE(finder.refresh());
    ASSERT_EQ(found("leave").size(), 1U);
    ASSERT_TRUE(held.put(writer, "a", {"leave is twenty weeks"}));
    const auto passages = found("leave");
    ASSERT_EQ(passages.size(), 1U);
    EXPECT_EQ(passages[0].text, "leave is twenty weeks");
}

TEST_F(SqliteRetriever, GivesThePassagesOfAStoreThatWasMadeAnewSinceTheIndexWasRead)
{
    {
        auto writer = held.open_writer();
        ASSERT_TRUE(held.put(writer, "a", {"leave is sixteen weeks"}));
        ASSERT_TRUE(finder.refresh());
    }
    std::filesystem::remove_all(held.data);
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "b", {"leave is twenty weeks"}));
    const auto passages = found("leave");
    ASSERT_EQ(passages.size(), 1U);
    EXPECT_EQ(passages[0].document, "b.txt");
}

// The searches race with the commits, so that some commit comes between a ranking and its reading.
TEST_F(SqliteRetriever, AlwaysAnswersWhileADocumentIsReplaced)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"leave 0"}));
    ASSERT_TRUE(finder.refresh());
    std::atomic<bool> is_done = false;
    std::thread replacing([&] {
        for (int i = 1; i <= 50; ++i) EXPECT_TRUE(held.put(writer, "a", {"leave " + std::to_string(i)}));
        is_done = true;
    });
    while (!is_done) EXPECT_EQ(found("leave").size(), 1U);
    replacing.join();
    EXPECT_EQ(found("leave").at(0).text, "leave 50");
}

// As if the last commit had been a while ago.
void let_settle(const std::filesystem::path& store)
{
    std::filesystem::last_write_time(store / "parley.db-wal",
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
}

// Holds the threads of a pool until it is destroyed.
class busy_pool {
public:
    busy_pool(asio::thread_pool& pool, int threads)
    {
        const auto released = release_.get_future().share();
        for (int i = 0; i < threads; ++i) asio::post(pool, [released] { released.wait(); });
    }
    ~busy_pool() { release_.set_value(); }
    busy_pool(const busy_pool&) = delete;
    busy_pool& operator=(const busy_pool&) = delete;

private:
    std::promise<void> release_;
};

TEST_F(SqliteRetriever, AnswersFromPassagesThatWereReadBeforeWithoutThePool)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"leave one", "leave two"}));
    ASSERT_TRUE(finder.refresh());
    let_settle(held.data);
    const auto read = found("leave");
    ASSERT_EQ(read.size(), 2U);

    std::vector<passage> remembered;
    {
        const busy_pool busy(pool, 2);
        remembered = found("leave");
    }
    ASSERT_EQ(remembered.size(), 2U);
    EXPECT_EQ(remembered[0].text, read[0].text);
    EXPECT_EQ(remembered[0].score, read[0].score);
}

TEST_F(SqliteRetriever, NeverGivesAPassageThatWasReadBeforeFromADocumentRemovedSince)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"leave"}));
    ASSERT_TRUE(finder.refresh());
    let_settle(held.data);
    ASSERT_EQ(found("leave").size(), 1U);
    ASSERT_TRUE(writer.remove("a"));
    EXPECT_TRUE(found("leave").empty());
}

// The passages stay as they are, and so does the index.
TEST_F(SqliteRetriever, CitesTheNewNameOfADocumentAtOnce)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"leave"}));
    ASSERT_TRUE(finder.refresh());
    let_settle(held.data);
    ASSERT_EQ(found("leave").at(0).citation, "a.txt");
    auto renamed = small_store::describe("a");
    renamed.name = "b.txt";
    ASSERT_TRUE(writer.record(renamed));
    EXPECT_EQ(found("leave").at(0).citation, "b.txt");
}

TEST_F(SqliteRetriever, SaysThatTheDeadlineHasPassed)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"leave"}));
    ASSERT_TRUE(finder.refresh());
    auto late = ask({.text = "leave"}, deadline_after(std::chrono::seconds(-1)));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, errc::timed_out);
}

TEST_F(SqliteRetriever, FindsADocumentByItsPublicName)
{
    asio::io_context loop;
    const auto look = [&](std::string name) {
        return run_on_loop(loop,
                           finder.document_by_name(std::move(name), deadline_after(std::chrono::minutes(1))));
    };
    EXPECT_FALSE(look("a.txt").value());
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "a", {"leave"}));
    EXPECT_EQ(look("a.txt").value().value().id, "a");
    EXPECT_FALSE(look("../a.txt").value());
    EXPECT_EQ(finder.content_path("aabbccddee"), held.data / "content" / "aa" / "aabbccddee");
}

asio::awaitable<result<std::vector<passage>>> ask_often(sqlite_retriever& finder, int times)
{
    result<std::vector<passage>> last = std::vector<passage>();
    for (int i = 0; i < times && last; ++i) {
        search_request request{.text = "leave"};  // named: GCC 12 breaks temporaries in co_await expressions
        last = co_await finder.search(std::move(request), deadline_after(std::chrono::minutes(1)));
    }
    co_return last;
}

// Two loops share one retriever while the store changes under it. Run under ThreadSanitizer too.
TEST_F(SqliteRetriever, ServesTwoLoopsWhileTheStoreChanges)
{
    auto writer = held.open_writer();
    ASSERT_TRUE(held.put(writer, "kept", {"leave"}));
    ASSERT_TRUE(finder.refresh());
    finder.start();
    std::vector<std::thread> loops;
    for (int i = 0; i < 2; ++i)
        loops.emplace_back([this] {
            asio::io_context loop;
            const auto last = run_on_loop(loop, ask_often(finder, 50));
            ASSERT_TRUE(last) << last.error().detail;
            EXPECT_GE(last->size(), 1U);
        });
    for (int i = 0; i < 10; ++i) {
        ASSERT_TRUE(held.put(writer, "other", {"leave " + std::to_string(i)}));
        ASSERT_TRUE(finder.refresh());
    }
    for (auto& loop : loops) loop.join();
    finder.stop();
}

}  // namespace
}  // namespace parley::retrieval
