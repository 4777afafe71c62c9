#include "openai/detail/rerank_scores.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

std::string problem_of(std::string_view body, std::size_t count = 2)
{
    const auto read = read_rerank_scores(body, count);
    if (read) return "none";
    EXPECT_EQ(read.error().code, errc::malformed);
    return read.error().detail;
}

TEST(RerankScores, AreReadInTheFormsThatServersSend)
{
    const std::vector<double> expected{0.25, 0.75};
    const std::string_view bodies[] = {
        // vLLM and Jina repeat the documents, Cohere has an id.
        R"({"id":"r","results":[{"index":1,"document":{"text":"b"},"relevance_score":0.75},
                                {"index":0,"document":{"text":"a"},"relevance_score":0.25}]})",
        // llama.cpp keeps the order of the texts.
        R"({"object":"list","results":[{"index":0,"relevance_score":0.25},
                                       {"index":1,"relevance_score":0.75}]})",
        R"({"object":"list","data":[{"relevance_score":0.75,"index":1},
                                    {"relevance_score":0.25,"index":0}]})",
        R"({"data":[{"index":1,"score":0.75},{"index":0,"score":0.25}]})",
        R"([{"index":1,"score":0.75},{"index":0,"score":0.25}])",
    };
    for (const auto body : bodies) {
        const auto read = read_rerank_scores(body, 2);
        ASSERT_TRUE(read) << body << ": " << read.error().detail;
        EXPECT_EQ(*read, expected) << body;
    }
}

TEST(RerankScores, OfWholeNumbersAreScoresToo)
{
    EXPECT_EQ(read_rerank_scores(R"({"results":[{"index":0,"relevance_score":1}]})", 1).value(),
              std::vector<double>{1});
}

TEST(RerankScores, OutsideOfZeroToOneAreLogits)
{
    const auto read = read_rerank_scores(
        R"([{"index":0,"score":0},{"index":1,"score":-3},{"index":2,"score":900},{"index":3,"score":-900}])",
        4);
    ASSERT_TRUE(read);
    EXPECT_DOUBLE_EQ((*read)[0], 0.5);
    EXPECT_NEAR((*read)[1], 0.0474, 0.0001);
    EXPECT_DOUBLE_EQ((*read)[2], 1);
    EXPECT_NEAR((*read)[3], 0, 1e-12);
}

TEST(RerankScores, ThatAreNotOneForEachTextAreRefused)
{
    EXPECT_EQ(problem_of(R"({"results":[{"index":0,"relevance_score":0.1}]})"),
              "the reranker sent 1 scores for 2 texts");
    EXPECT_EQ(problem_of(R"({"results":[]})"), "the reranker sent 0 scores for 2 texts");
    EXPECT_EQ(problem_of(R"([{"index":0,"score":0.1},{"index":0,"score":0.2}])"),
              "the reranker sent two scores for one text");
    for (const auto* index : {"2", "-1", "0.5", "null", "\"0\"", "18446744073709551616"})
        EXPECT_EQ(problem_of(R"([{"score":0.1,"index":)" + std::string(index) + "}]"),
                  "the reranker sent a score for a text that it was not given")
            << index;
    EXPECT_EQ(problem_of(R"([{"score":0.1}])"), "the reranker sent a score for a text that it was not given");
    EXPECT_EQ(problem_of("[7]"), "the reranker sent a score for a text that it was not given");
}

TEST(RerankScores, ThatAreNoNumbersAreRefused)
{
    // llama.cpp writes NaN as null, Python as NaN, which is not JSON.
    for (const auto* score : {"null", "\"0.5\"", "{}", "1e999"})
        EXPECT_NE(problem_of(R"([{"index":0,"score":)" + std::string(score) + "}]", 1), "none") << score;
    EXPECT_EQ(problem_of(R"([{"index":0,"score":NaN}])", 1), "the reranker sent something that is not JSON");
    EXPECT_EQ(problem_of(R"([{"index":0}])", 1), "the reranker sent a score that is not a number");
}

TEST(RerankScores, ThatAreSomethingElseAreRefused)
{
    for (const auto* body : {"", "{", "7", "null", R"({"results":{}})", R"({"scores":[0.1,0.2]})"})
        EXPECT_NE(problem_of(body), "none") << body;
}

}  // namespace
}  // namespace parley::openai
