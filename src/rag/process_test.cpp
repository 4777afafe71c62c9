#include "rag/process.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

using enum process_step;
using enum process_state;

TEST(Process, SaysEachStepInOneSentence)
{
    EXPECT_EQ(sentence_of({queue, started, queue_position{3}}), "Waiting for a turn: number 3 in the queue");
    EXPECT_EQ(sentence_of({queue, done, queue_position{0}}), "It is your turn");
    EXPECT_EQ(sentence_of({question, done}), "Understood the question");
    EXPECT_EQ(sentence_of({rerank, started}), "Comparing the results with the question");
    EXPECT_EQ(sentence_of({rerank, done, results_ranked{5, 30}}), "Kept the best 5 of 30 results");
    EXPECT_EQ(sentence_of({rerank, failed}),
              "Could not rank the results again: they stand as they were found");
    EXPECT_EQ(sentence_of({query, started}), "Working out what to search for");
    EXPECT_EQ(sentence_of({query, done, query_known{"carry over leave", true}}),
              "Generated the search query: carry over leave");
    EXPECT_EQ(sentence_of({query, skipped, query_known{"leave"}}), "Searching for: leave");
    EXPECT_EQ(sentence_of({query, failed, query_known{"leave"}}),
              "Could not rewrite the question: searching for it as it is");
    EXPECT_EQ(sentence_of({search, done, sources_found{}}), "Found no related results");
    EXPECT_EQ(sentence_of({search, done, sources_found{1, {}}}), "Found 1 related result");
    EXPECT_EQ(sentence_of({search, done, sources_found{3, {}}}), "Found 3 related results");
    EXPECT_EQ(sentence_of({answer, started, writer_asked{"small"}}), "Writing the answer");
}

TEST(Process, SaysWhyAndHowLongItWaitsForAModel)
{
    using namespace std::chrono_literals;
    EXPECT_EQ(sentence_of({retry, started, try_again{"rate_limited", 1500ms, 2, "small"}}),
              "The model is busy: trying again in 2 s");
    EXPECT_EQ(sentence_of({retry, started, try_again{"unreachable", 0ms, 2, "other"}}),
              "The model cannot be asked: asking another one");
    EXPECT_EQ(sentence_of({retry, done, try_again{"unreachable", 0ms, 2, "other"}}), "Asked the model again");
    EXPECT_EQ(sentence_of({retry, failed, try_again{"unreachable", 0ms, 2, "other"}}),
              "The model did not answer");
}

}  // namespace
}  // namespace parley::rag
