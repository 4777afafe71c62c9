#include "openai/detail/embedding_batches.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using ranges = std::vector<text_range>;

TEST(EmbeddingBatches, CountsTextsUpToTheLimitAndNeverBeyondWhatHostsTake)
{
    const std::vector<std::string> texts(5, "abc");
    EXPECT_EQ(make_batches(texts, {.texts_per_request_max = 2}), (ranges{{0, 2}, {2, 4}, {4, 5}}));
    EXPECT_EQ(make_batches(texts, {.texts_per_request_max = 5}), (ranges{{0, 5}}));
    EXPECT_EQ(make_batches({}, {}), ranges{});
    const std::vector<std::string> many(2049, "a");
    EXPECT_EQ(make_batches(many, {.texts_per_request_max = 1'000'000}), (ranges{{0, 2048}, {2048, 2049}}));
}

TEST(EmbeddingBatches, EstimatesTokensAndSendsALongTextAlone)
{
    const std::string ten_tokens(27, 'a'), fifty_tokens(147, 'a');
    const embedding_limits limits{.tokens_per_request_max = 20};
    EXPECT_EQ(make_batches({ten_tokens, ten_tokens, ten_tokens}, limits), (ranges{{0, 2}, {2, 3}}));
    EXPECT_EQ(make_batches({fifty_tokens, ten_tokens, fifty_tokens}, limits),
              (ranges{{0, 1}, {1, 2}, {2, 3}}));
}

}  // namespace
}  // namespace parley::openai
