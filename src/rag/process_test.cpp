#include "rag/process.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

using enum process_step;
using enum process_state;

TEST(Process, SaysEachStepInOneSentence)
{
    EXPECT_EQ(sentence_of({question, done}), "Understood the question");
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

}  // namespace
}  // namespace parley::rag
