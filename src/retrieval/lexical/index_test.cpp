#include "retrieval/lexical/index.hpp"

#include "retrieval/lexical/random_corpus.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace parley::retrieval {
namespace {

std::vector<std::int64_t> chunks_of(const std::vector<passage_hit>& hits)
{
    std::vector<std::int64_t> chunks;
    for (const auto& hit : hits) chunks.push_back(hit.chunk);
    return chunks;
}

std::vector<std::int64_t> find(lexical_index& index, const lexical_query& query)
{
    lexical_scratch scratch;
    return chunks_of(index.publish()->search(query, scratch));
}

void add(lexical_index& index, std::int64_t number, std::string_view text, std::string_view category = "",
         std::string_view title = "")
{
    index.start_document(number, "id" + std::to_string(number), category, title);
    index.add_passage(number, 0, "", text);
}

using chunks = std::vector<std::int64_t>;

TEST(LexicalIndex, FindsNothingInNothing)
{
    lexical_index index;
    EXPECT_TRUE(find(index, {.text = "anything"}).empty());
}

TEST(LexicalIndex, FindsTheOnePassageThereIs)
{
    lexical_index index;
    add(index, 1, "The notice period is thirty days.");
    EXPECT_EQ(find(index, {.text = "how long is the notice period?"}), chunks{1});
    EXPECT_TRUE(find(index, {.text = "holiday"}).empty());
}

TEST(LexicalIndex, RanksThePassageThatSaysMoreOfTheQuestionFirst)
{
    lexical_index index;
    add(index, 1, "Parental leave is sixteen weeks.");
    add(index, 2, "Leave is taken in whole days.");
    add(index, 3, "The canteen opens at noon.");
    EXPECT_EQ(find(index, {.text = "parental leave"}), (chunks{1, 2}));
}

TEST(LexicalIndex, CountsATitleMoreThanText)
{
    lexical_index index;
    add(index, 1, "remote something else");
    add(index, 2, "something else entirely", "", "remote");
    EXPECT_EQ(find(index, {.text = "remote"}), (chunks{2, 1}));
}

TEST(LexicalIndex, BreaksTiesByDocumentIdAndThenByPlace)
{
    lexical_index index;
    index.start_document(1, "b", "", "");
    index.add_passage(10, 0, "", "same words");
    index.add_passage(11, 1, "", "same words");
    index.start_document(2, "a", "", "");
    index.add_passage(20, 0, "", "same words");
    EXPECT_EQ(find(index, {.text = "words"}), (chunks{20, 10, 11}));
    EXPECT_EQ(find(index, {.text = "words", .top = 2}), (chunks{20, 10}));
}

TEST(LexicalIndex, FiltersByCategoryBeforeItCountsToTheTop)
{
    lexical_index index;
    for (int i = 0; i < 100; ++i) add(index, i, "leave leave leave", "policy");
    add(index, 100, "leave of many other kinds", "faq");
    EXPECT_EQ(find(index, {.text = "leave", .top = 1, .include_category = "faq"}), chunks{100});
    EXPECT_EQ(find(index, {.text = "leave", .top = 1, .exclude_category = "policy"}), chunks{100});
    EXPECT_TRUE(find(index, {.text = "leave", .include_category = "faq", .exclude_category = "faq"}).empty());
    EXPECT_TRUE(find(index, {.text = "leave", .include_category = "none such"}).empty());
}

TEST(LexicalIndex, GivesNothingBelowTheLowestScoreAskedFor)
{
    lexical_index index;
    add(index, 1, "parental leave");
    add(index, 2, "leave and other things that make this passage longer");
    lexical_scratch scratch;
    const auto all = index.publish()->search({.text = "parental leave"}, scratch);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(find(index, {.text = "parental leave", .score_min = all[0].score}), chunks{1});
    EXPECT_TRUE(find(index, {.text = "parental leave", .score_min = 1e300}).empty());
}

TEST(LexicalIndex, ForgetsARemovedDocumentInTheNextSnapshotAndKeepsItInTheOneBefore)
{
    lexical_index index;
    add(index, 1, "secret");
    add(index, 2, "secret too");
    const auto before = index.publish();
    index.remove(1);
    EXPECT_EQ(find(index, {.text = "secret"}), chunks{2});
    lexical_scratch scratch;
    EXPECT_EQ(before->search({.text = "secret"}, scratch).size(), 2U);
}

TEST(LexicalIndex, IsBoundedForAQueryOfManyWords)
{
    random_corpus words(1);
    lexical_index index;
    for (int i = 0; i < 50; ++i) add(index, i, words.words(30));
    std::string query = words.words(5);
    for (int i = 0; i < 10'000; ++i) query += " unknown" + std::to_string(i);
    EXPECT_FALSE(find(index, {.text = query}).empty());
    EXPECT_LE(find(index, {.text = query, .top = 1'000'000}).size(), snapshot::top_max);
    EXPECT_TRUE(find(index, {.text = query, .top = 0}).empty());
}

TEST(LexicalIndex, TakesHostileQueriesForWords)
{
    lexical_index index;
    add(index, 1, "drop table notes");
    for (const std::string_view query : {"\"", "'", "drop\" OR 1=1 --", "NEAR(drop table)", "drop*",
                                         "\xff\xfe drop", "^drop AND NOT", "{drop} : table"})
        EXPECT_LE(find(index, {.text = query}).size(), 1U) << query;
    EXPECT_EQ(find(index, {.text = std::string_view("\0drop\0", 6)}), chunks{1});
    EXPECT_EQ(find(index, {.text = "drop\" OR 1=1 --"}), chunks{1});
}

TEST(LexicalIndex, SplitsADocumentThatIsLargerThanASegmentAndRemovesAllOfIt)
{
    lexical_index index;
    const auto many = static_cast<std::int64_t>(segment::passages_max) + 5;
    index.start_document(1, "large", "", "");
    for (std::int64_t i = 0; i < many; ++i) index.add_passage(i, static_cast<std::uint32_t>(i), "", "word");
    EXPECT_EQ(index.publish()->parts().size(), 2U);
    EXPECT_EQ(index.publish()->passages(), static_cast<std::size_t>(many));
    index.remove(1);
    EXPECT_EQ(index.publish()->passages(), 0U);
}

// What the store could hold after any number of changes, and an index made of it in one go.
struct model {
    struct entry {
        random_document document;
        std::int64_t first_chunk;
    };
    std::map<std::int64_t, entry> documents;

    std::shared_ptr<const snapshot> rebuilt() const
    {
        lexical_index index;
        for (const auto& [number, held] : documents) add_to(index, number, held.document, held.first_chunk);
        return index.publish();
    }
};

void expect_same(const snapshot& a, const snapshot& b, random_corpus& words)
{
    ASSERT_EQ(a.passages(), b.passages());
    lexical_scratch scratch;
    for (int i = 0; i < 5; ++i) {
        const std::string text = words.words(1 + words.below(6));
        lexical_query query{.text = text, .top = 1 + words.below(30)};
        if (words.below(3) == 0) query.include_category = "category1";
        EXPECT_EQ(a.search(query, scratch), b.search(query, scratch)) << text;
    }
}

class IncrementalIndex : public testing::TestWithParam<std::uint32_t> {};

TEST_P(IncrementalIndex, EqualsOneThatIsBuiltAnew)
{
    random_corpus random(GetParam());
    lexical_index index;
    model held;
    std::int64_t next_chunk = 1;
    for (int step = 0; step < 60; ++step) {
        std::vector<std::int64_t> changed;
        for (std::size_t i = 0; i <= random.below(4); ++i)
            changed.push_back(static_cast<std::int64_t>(random.below(40)));
        std::sort(changed.begin(), changed.end());
        changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
        for (const auto number : changed)
            if (held.documents.erase(number) > 0) index.remove(number);
        for (const auto number : changed) {
            if (random.below(3) == 0) continue;
            const auto document = random.document(static_cast<std::size_t>(number));
            add_to(index, number, document, next_chunk);
            held.documents[number] = {document, next_chunk};
            next_chunk += 100;
        }
        expect_same(*index.publish(), *held.rebuilt(), random);
        if (random.below(2) == 0)
            while (index.tidy_up()) {
            }
        expect_same(*index.publish(), *held.rebuilt(), random);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, IncrementalIndex, testing::Range<std::uint32_t>(1, 5));

TEST(LexicalIndex, TakesOnlyTheBeginningOfALongTitle)
{
    lexical_index index;
    std::string title = "leave";
    for (int i = 0; i < 100'000; ++i) title += " filler";
    add(index, 1, "text", "", title + " canteen");
    EXPECT_EQ(find(index, {.text = "leave"}), chunks{1});
    EXPECT_TRUE(find(index, {.text = "canteen"}).empty());
}

TEST(LexicalIndex, KeepsTheNumberOfSegmentsSmallHoweverManyRefreshesThereAre)
{
    random_corpus random(7);
    lexical_index index;
    std::size_t most = 0;
    for (std::int64_t i = 0; i < 1000; ++i) {
        add(index, i, random.words(5));
        while (index.tidy_up()) {
        }
        most = std::max(most, index.publish()->parts().size());
    }
    EXPECT_LE(most, 10U);
    EXPECT_EQ(index.publish()->passages(), 1000U);
}

// Run under ThreadSanitizer too: readers hold snapshots while the index changes under its own thread.
TEST(LexicalIndex, IsReadByManyThreadsWhileItChanges)
{
    std::mutex mutex;
    lexical_index index;
    auto published = index.publish();
    std::atomic<bool> is_done = false;
    std::atomic<std::size_t> searches = 0;
    std::vector<std::thread> readers;
    for (std::uint32_t reader = 0; reader < 3; ++reader)
        readers.emplace_back([&, reader] {
            random_corpus words(reader + 100);
            lexical_scratch scratch;
            do {
                std::unique_lock lock(mutex);
                // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): kept while others replace it
                const auto mine = published;
                lock.unlock();
                for (const auto& hit : mine->search({.text = words.words(3), .top = 5}, scratch))
                    EXPECT_GT(hit.score, 0);
                ++searches;
            } while (!is_done);
        });

    random_corpus random(3);
    for (std::int64_t i = 0; i < 200 || searches < 100; ++i) {
        if (i >= 10) index.remove(i - 10);
        add(index, i, random.words(20));
        if (i % 3 == 0) index.tidy_up();
        auto next = index.publish();
        const std::lock_guard lock(mutex);
        published = std::move(next);
    }
    is_done = true;
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(published->passages(), 10U);
}

}  // namespace
}  // namespace parley::retrieval
