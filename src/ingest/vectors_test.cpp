#include "ingest/testing/ingest_fixture.hpp"

namespace parley::ingest {
namespace {

// Vectors of two numbers; fails as a test wants.
struct scripted_embedder final : embedder {
    const std::string& model() const override { return name; }

    result<std::vector<std::vector<float>>> embed(std::vector<std::string> texts) override
    {
        ++calls;
        if (failure) return *failure;
        for (const auto& text : texts)
            if (text.find(refused) != std::string::npos)
                return error{errc::too_large, "a text is too long for the model"};
        asked.insert(asked.end(), texts.begin(), texts.end());
        std::vector<float> vector(dimensions, 0);
        vector.front() = 5;
        return std::vector(texts.size(), vector);
    }

    std::string name = "m";
    std::size_t dimensions = 2;
    std::string refused = "REFUSED";  // in a text
    std::optional<error> failure;
    int calls = 0;
    std::vector<std::string> asked;
};

class IngestVectors : public Ingest {
protected:
    summary take_in_with_vectors() { return take_in({.paths = {docs}, .embed = &by}); }

    scripted_embedder by;
};

TEST_F(IngestVectors, GivesEachPassageItsVectorWithTheTextOfItsHeading)
{
    write(docs / "a.md", "# Leave\n\nEveryone has 27 days.\n");
    const auto total = take_in_with_vectors();
    EXPECT_EQ(total.vectors, 1U);
    EXPECT_EQ(total.without_vectors, 0U);
    EXPECT_FALSE(total.vector_fault);
    EXPECT_EQ(document("a.md").vectors, 1);
    ASSERT_EQ(by.asked.size(), 1U);
    EXPECT_EQ(by.asked[0].find("Leave\n"), 0U) << by.asked[0];
    EXPECT_NE(by.asked[0].find("27 days"), std::string::npos);
    EXPECT_EQ(store.space().value(), (retrieval::vector_space{"m", 2}));
}

TEST_F(IngestVectors, LetsSmallDocumentsShareACall)
{
    for (int i = 0; i < 10; ++i) write(docs / (std::to_string(i) + ".txt"), "text " + std::to_string(i));
    EXPECT_EQ(take_in_with_vectors().vectors, 10U);
    EXPECT_EQ(by.calls, 1);
}

TEST_F(IngestVectors, EmbedsNothingTwice)
{
    write(docs / "a.txt", "one");
    take_in_with_vectors();
    EXPECT_EQ(take_in_with_vectors().vectors, 0U);
    EXPECT_EQ(by.calls, 1);
}

TEST_F(IngestVectors, FillsInWhatEarlierRunsTookInWithout)
{
    write(docs / "a.txt", "one");
    write(docs / "b.txt", "two");
    EXPECT_EQ(take_in().without_vectors, 0U) << "nobody wanted vectors";
    const auto total = take_in_with_vectors();
    EXPECT_EQ(total.unchanged, 2U);
    EXPECT_EQ(total.vectors, 2U);
    EXPECT_EQ(told.filled.documents_done, 2U);
    EXPECT_EQ(document("b.txt").vectors, 1);
}

TEST_F(IngestVectors, SaysWhatLacksVectorsWhenARunMakesNone)
{
    write(docs / "a.txt", "one");
    take_in_with_vectors();
    write(docs / "b.txt", "two");
    const auto total = take_in();
    EXPECT_EQ(total.without_vectors, 1U);
    EXPECT_FALSE(total.vector_fault);
}

TEST_F(IngestVectors, TakesTheTextInWhenTheServiceFailsAndAsksItOnlyOnce)
{
    for (int i = 0; i < 100; ++i) write(docs / (std::to_string(i) + ".txt"), "text " + std::to_string(i));
    by.failure = error{errc::unreachable, "no connection to the model"};
    const auto failed = take_in_with_vectors();
    EXPECT_EQ(failed.added, 100U);
    EXPECT_EQ(failed.without_vectors, 100U);
    ASSERT_TRUE(failed.vector_fault);
    EXPECT_EQ(failed.vector_fault->detail, "no connection to the model");
    EXPECT_EQ(by.calls, 1);

    by.failure.reset();
    const auto later = take_in_with_vectors();
    EXPECT_EQ(later.vectors, 100U);
    EXPECT_EQ(later.without_vectors, 0U);
}

TEST_F(IngestVectors, LeavesOnlyTheDocumentWithoutVectorsThatTheModelDoesNotTake)
{
    write(docs / "a.txt", "one");
    write(docs / "b.txt", "REFUSED");
    write(docs / "c.txt", "three");
    const auto total = take_in_with_vectors();
    EXPECT_EQ(total.added, 3U);
    EXPECT_EQ(total.vectors, 2U);
    EXPECT_EQ(total.without_vectors, 1U);
    ASSERT_TRUE(total.vector_fault);
    EXPECT_EQ(document("b.txt").vectors, 0);
    EXPECT_EQ(document("c.txt").vectors, 1);
}

TEST_F(IngestVectors, RefusesAnotherModelBeforeItTouchesAnything)
{
    write(docs / "a.txt", "one");
    take_in_with_vectors();
    write(docs / "b.txt", "two");
    by.name = "other";
    const auto refused = run(store, {.paths = {docs}, .embed = &by}, told);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::invalid_input);
    EXPECT_NE(refused.error().detail.find("--embedding-model m"), std::string::npos);
    EXPECT_FALSE(store.find_by_name("b.txt").value());
}

TEST_F(IngestVectors, TakesTheTextInWhenTheModelHasBecomeAnotherBehindItsName)
{
    write(docs / "a.txt", "one");
    take_in_with_vectors();
    write(docs / "b.txt", "two");
    by.dimensions = 3;
    const auto total = take_in_with_vectors();
    EXPECT_EQ(total.added, 1U);
    EXPECT_EQ(total.without_vectors, 1U);
    ASSERT_TRUE(total.vector_fault);
    EXPECT_NE(total.vector_fault->detail.find("3 dimensions"), std::string::npos);
}

// What waits for vectors when the user stops is not lost: the next run takes it in.
TEST_F(IngestVectors, StopsInTheMiddleOfACallAndGoesOnLater)
{
    write(docs / "a.txt", "one");
    by.failure = error{errc::cancelled, "stopped"};
    const auto stopped = take_in_with_vectors();
    EXPECT_TRUE(stopped.stopped);
    EXPECT_EQ(stopped.added, 0U);
    by.failure.reset();
    EXPECT_EQ(take_in_with_vectors().vectors, 1U);
    EXPECT_EQ(document("a.txt").vectors, 1);
}

}  // namespace
}  // namespace parley::ingest
