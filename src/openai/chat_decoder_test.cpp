#include "openai/chat_decoder.hpp"

#include "openai/test_answers.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

decoded decode(chunk_parser& parser, std::initializer_list<std::string_view> parts)
{
    chat_decoder decoder(parser);
    auto got = decode(decoder, parts);
    EXPECT_TRUE(decoder.done());
    return got;
}

class GoldenStream : public ::testing::TestWithParam<fs::path> {};

TEST_P(GoldenStream, DecodesToWhatIsExpectedHoweverItIsCut)
{
    const std::string text = read_file(GetParam());
    const json::value expected = expected_beside(GetParam());
    chunk_parser parser;
    EXPECT_EQ(as_json(decode(parser, {text})), expected);
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        const std::string_view view = text;
        ASSERT_EQ(as_json(decode(parser, {view.substr(0, cut), view.substr(cut)})), expected)
            << "cut at " << cut;
    }
}

TEST_P(GoldenStream, DecodesByteByByte)
{
    const std::string text = read_file(GetParam());
    chunk_parser parser;
    chat_decoder decoder(parser);
    decoded got;
    for (const char byte : text) got.add(decoder.feed({&byte, 1}));
    got.add(decoder.finish());
    got.failure = failure_of(decoder);
    EXPECT_EQ(as_json(got), expected_beside(GetParam()));
}

// An answer is one only when the service said so: whatever is lost behind a cut is an error, and no tool is
// called for half an answer.
TEST_P(GoldenStream, IsNoAnswerWhenItsEndIsLost)
{
    const std::string text = read_file(GetParam());
    chunk_parser parser;
    const auto whole = decode(parser, {text});
    if (whole.failure) return;
    const std::size_t end = text.rfind("\"finish_reason\":\"");
    ASSERT_NE(end, std::string::npos);
    for (std::size_t kept = 0; kept < end; ++kept) {
        const auto got = decode(parser, {std::string_view(text).substr(0, kept)});
        EXPECT_TRUE(got.failure) << "after " << kept;
        EXPECT_TRUE(got.whole.tool_calls.empty()) << "after " << kept;
        EXPECT_TRUE(whole.whole.text.starts_with(got.whole.text)) << "after " << kept;
    }
}

INSTANTIATE_TEST_SUITE_P(OpenAi, GoldenStream, ::testing::ValuesIn(golden_files("", ".sse")),
                         [](const auto& stream) { return test_name_of(stream.param); });

TEST(ChatDecoder, HasGoldenStreamsToRead)
{
    EXPECT_GE(golden_files("", ".sse").size(), 25U);
}

TEST(ChatDecoder, JoinsWhatArrivesTogetherIntoOnePiece)
{
    chunk_parser parser;
    const std::string text = read_file(PARLEY_SOURCE_DIR "/tests/golden/openai/openai.sse");
    EXPECT_EQ(decode(parser, {text}).pieces, 1U);
}

// Azure sends a chunk about the prompt first, which names nothing.
TEST(ChatDecoder, KnowsWhoseAnswerItIsFromTheFirstChunkThatSaysIt)
{
    chunk_parser parser;
    const auto got = decode(parser, {read_file(PARLEY_SOURCE_DIR "/tests/golden/openai/azure.sse")});
    EXPECT_EQ(got.origin.id, "chatcmpl-B7");
    EXPECT_EQ(got.origin.model, "m-1");
}

TEST(ChatDecoder, RefusesAnEventThatDoesNotEnd)
{
    chunk_parser parser;
    chat_decoder decoder(parser);
    decoder.feed("data: {\"choices\":[{\"delta\":{\"content\":\"");
    const std::string megabyte(1 << 20, 'x');
    for (int megabytes = 0; megabytes < 100 && !decoder.done(); ++megabytes) decoder.feed(megabyte);
    ASSERT_TRUE(decoder.failure());
    EXPECT_EQ(decoder.failure()->code, errc::too_large);
}

TEST(ChatDecoder, GivesTheTextBeforeAFailureFirst)
{
    chunk_parser parser;
    chat_decoder decoder(parser);
    const auto piece = decoder.feed(
        "data: {\"choices\":[{\"delta\":{\"content\":\"so far\"}}]}\n\ndata: "
        "{\"error\":{\"code\":\"content_filter\"}}\n\n");
    EXPECT_EQ(piece.text, "so far");
    ASSERT_TRUE(decoder.refused());
    EXPECT_TRUE(decoder.done());
    EXPECT_NE(failure_of(decoder)->detail.find("content filter"), std::string::npos);
}

TEST(ChatDecoder, QuotesNoProseOfTheUpstream)
{
    chunk_parser parser;
    chat_decoder decoder(parser);
    decoder.feed(
        "data: {\"error\":{\"message\":\"bad: my secret\",\"code\":\"my secret\",\"type\":\"x\\ny\"}}\n\n");
    ASSERT_TRUE(decoder.refused());
    EXPECT_EQ(failure_of(decoder)->detail.find("secret"), std::string::npos);
    EXPECT_EQ(failure_of(decoder)->detail.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace parley::openai
