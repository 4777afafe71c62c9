#include "rag/answer.hpp"
#include "rag/answer_fixture.hpp"

namespace parley::rag {
namespace {

TEST_F(Answer, ReturnsAFailedSearchBeforeAnyEvent)
{
    find_.found = error{errc::storage, "the store is gone"};
    const auto ended = run();
    ASSERT_TRUE(ended.has_error());
    EXPECT_EQ(ended.error().code, errc::storage);
    EXPECT_TRUE(sink_.events.empty());
}

TEST_F(Answer, ReturnsAModelsNoBeforeAnyText)
{
    model_.refusal = error{errc::upstream_busy, "too many requests", std::chrono::seconds(7)};
    const auto ended = run();
    ASSERT_TRUE(ended.has_error());
    EXPECT_EQ(ended.error().retry_after, std::chrono::seconds(7));
    EXPECT_EQ(sink_.order(), "s");
}

TEST_F(Answer, KeepsTheTextWhenTheModelBreaksOffEvenWhatWasHeldBack)
{
    say("It is [b.m");
    model_.pieces.emplace_back(error{errc::closed, "the model went away"});
    const auto ended = run();
    ASSERT_TRUE(ended.has_error());
    EXPECT_EQ(ended.error().code, errc::closed);
    EXPECT_EQ(sink_.order(), "sdd");
    EXPECT_EQ(sink_.text(), "It is [b.m");
}

TEST_F(Answer, StopsTheModelAtWhateverEventTheReaderLeaves)
{
    for (std::size_t accepted = 0; accepted < 4; ++accepted) {
        sink_ = {};
        sink_.accepts_max = accepted;
        model_.pieces.clear();
        say("one ");
        say("two");
        end_with("stop");
        const auto ended = run();
        ASSERT_TRUE(ended.has_error());
        EXPECT_EQ(ended.error().code, errc::cancelled);
        EXPECT_EQ(sink_.events.size(), accepted);
        EXPECT_EQ(model_.streams_alive, 0);
    }
}

TEST_F(Answer, StopsReadingTheModelWhenTheReaderLeft)
{
    sink_.accepts_max = 2;
    for (const auto* piece : {"one ", "two ", "three ", "four"}) say(piece);
    ASSERT_TRUE(run().has_error());
    EXPECT_EQ(model_.pieces.size(), 2U);
}

// A model in a loop filled the memory of whoever gathered its answer.
TEST_F(Answer, EndsWhenTheModelDoesNotStop)
{
    const std::size_t pieces = 2 * answer_bytes_max / 4096;
    for (std::size_t i = 0; i < pieces; ++i) say(std::string(4096, 'a'));
    const auto ended = run();
    ASSERT_TRUE(ended.has_error());
    EXPECT_EQ(ended.error().code, errc::too_large);
    EXPECT_EQ(sink_.text().size(), answer_bytes_max);
    EXPECT_EQ(model_.pieces.size(), pieces / 2 - 1);
    EXPECT_EQ(model_.streams_alive, 0);
}

}  // namespace
}  // namespace parley::rag
