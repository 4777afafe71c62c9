#include "mock/wire/unknown_path.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

// Whether the sentence about `path` says `words`.
void expect_said(std::string_view path, std::string_view words)
{
    const auto sentence = unknown_path_sentence(path);
    EXPECT_NE(sentence.find(words), std::string::npos) << sentence;
}

TEST(UnknownPath, NamesThePathThatABaseUrlWithoutV1IsMissing)
{
    expect_said("/chat/completions", "so that it asks for /v1/chat/completions");
    expect_said("/models/m", "so that it asks for /v1/models/m");
}

TEST(UnknownPath, TellsAV1ThatStandsTwice)
{
    expect_said("/v1/v1/chat/completions", "/v1 stands twice");
}

TEST(UnknownPath, TellsWhatWasProbablyMeant)
{
    expect_said("/v1/chat/completion", "did you mean /v1/chat/completions?");
    expect_said("/v1/embedding", "did you mean /v1/embeddings?");
}

// It said that base URLs end in /v1, and this one did.
TEST(UnknownPath, TellsWhatTheMockSpeaksBelowV1)
{
    for (const auto* path : {"/v1/images/generations", "/v1/completions", "/openai/v1/files"}) {
        expect_said(path, "the mock speaks /v1/chat/completions");
        EXPECT_EQ(unknown_path_sentence(path).find("ends in /v1"), std::string::npos);
    }
    expect_said("/v2/chat", "the base URL of a client ends in /v1");
}

}  // namespace
}  // namespace parley::mock
