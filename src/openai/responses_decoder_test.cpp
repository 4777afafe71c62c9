#include "openai/responses_decoder.hpp"

#include "openai/chat_decoder.hpp"
#include "openai/test_answers.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

decoded decode(response_parser& parser, std::initializer_list<std::string_view> parts)
{
    responses_decoder decoder(parser);
    auto got = decode(decoder, parts);
    EXPECT_TRUE(decoder.done());
    return got;
}

class GoldenResponse : public ::testing::TestWithParam<fs::path> {};

TEST_P(GoldenResponse, DecodesToWhatIsExpectedHoweverItIsCut)
{
    const std::string text = read_file(GetParam());
    const json::value expected = expected_beside(GetParam());
    response_parser parser;
    EXPECT_EQ(as_json(decode(parser, {text})), expected);
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        const std::string_view view = text;
        ASSERT_EQ(as_json(decode(parser, {view.substr(0, cut), view.substr(cut)})), expected)
            << "cut at " << cut;
    }
}

TEST_P(GoldenResponse, DecodesByteByByte)
{
    const std::string text = read_file(GetParam());
    response_parser parser;
    responses_decoder decoder(parser);
    decoded got;
    for (const char byte : text) got.add(decoder.feed({&byte, 1}));
    got.add(decoder.finish());
    got.failure = failure_of(decoder);
    EXPECT_EQ(as_json(got), expected_beside(GetParam()));
}

// An answer is one only when the service said so: whatever is lost behind a cut is an error, and no tool is
// called for half an answer.
TEST_P(GoldenResponse, IsNoAnswerWhenItsEndIsLost)
{
    const std::string text = read_file(GetParam());
    response_parser parser;
    const auto whole = decode(parser, {text});
    if (whole.failure) return;
    const std::size_t last_event = text.rfind("response.", text.rfind("\"response\":"));
    for (std::size_t kept = 0; kept < last_event; ++kept) {
        const auto got = decode(parser, {std::string_view(text).substr(0, kept)});
        EXPECT_TRUE(got.failure) << "after " << kept;
        EXPECT_TRUE(got.whole.tool_calls.empty()) << "after " << kept;
        EXPECT_TRUE(whole.whole.text.starts_with(got.whole.text)) << "after " << kept;
    }
}

INSTANTIATE_TEST_SUITE_P(OpenAi, GoldenResponse, ::testing::ValuesIn(golden_files("responses", ".sse")),
                         [](const auto& stream) { return test_name_of(stream.param); });

TEST(ResponsesDecoder, HasGoldenStreamsToRead)
{
    EXPECT_GE(golden_files("responses", ".sse").size(), 50U);
    EXPECT_GE(golden_files("whole/responses", ".json").size(), 10U);
    EXPECT_GE(golden_files("whole/completions", ".json").size(), 9U);
}

TEST(ResponsesDecoder, KnowsWhoseAnswerItIs)
{
    response_parser parser;
    const auto got = decode(parser, {read_file(PARLEY_SOURCE_DIR "/tests/golden/openai/responses/text.sse")});
    EXPECT_EQ(got.origin.id, "resp_1");
    EXPECT_EQ(got.origin.model, "m-1-2026");
}

TEST(ResponsesDecoder, QuotesNoProseOfTheUpstream)
{
    response_parser parser;
    for (const auto& path : golden_files("responses", ".sse")) {
        const auto failure = decode(parser, {read_file(path)}).failure;
        EXPECT_TRUE(!failure || failure->detail.find("words of") == std::string::npos) << path;
    }
}

TEST(ResponsesDecoder, RefusesAnEventThatDoesNotEnd)
{
    response_parser parser;
    responses_decoder decoder(parser);
    decoder.feed("data: {\"type\":\"response.output_text.delta\",\"delta\":\"");
    const std::string megabyte(1 << 20, 'x');
    for (int megabytes = 0; megabytes < 100 && !decoder.done(); ++megabytes) decoder.feed(megabyte);
    ASSERT_TRUE(decoder.failure());
    EXPECT_EQ(decoder.failure()->code, errc::too_large);
}

// The one file under `whole`, as the API that its folder names reads it.
decoded read_whole(const fs::path& path, std::string_view text)
{
    std::string padded(text);
    padded.resize(text.size() + sse::spare_bytes);
    const std::string_view view = std::string_view(padded).substr(0, text.size());
    chunk_parser chunks;
    response_parser responses;
    const bool is_response = path.parent_path().filename() == "responses";
    auto answer = is_response ? read_response(responses, view) : read_completion(chunks, view);
    decoded got;
    if (!answer)
        got.failure = answer.error();
    else if (answer->refused)
        got.failure = describe(*answer->refused, {});
    else
        got.add(std::move(answer->piece));
    return got;
}

std::vector<fs::path> whole_answers()
{
    auto files = golden_files("whole/completions", ".json");
    std::ranges::move(golden_files("whole/responses", ".json"), std::back_inserter(files));
    return files;
}

class GoldenWhole : public ::testing::TestWithParam<fs::path> {};

TEST_P(GoldenWhole, IsReadAsExpected)
{
    EXPECT_EQ(as_json(read_whole(GetParam(), read_file(GetParam()))), expected_beside(GetParam()));
}

TEST_P(GoldenWhole, IsNoAnswerWhenItIsCut)
{
    const std::string text = read_file(GetParam());
    const std::size_t end = text.find_last_not_of('\n');
    for (std::size_t kept = 0; kept < end; ++kept)
        EXPECT_TRUE(read_whole(GetParam(), std::string_view(text).substr(0, kept)).failure) << kept;
}

INSTANTIATE_TEST_SUITE_P(OpenAi, GoldenWhole, ::testing::ValuesIn(whole_answers()), [](const auto& answer) {
    return test_name_of(answer.param.parent_path()) + "_" + test_name_of(answer.param);
});

}  // namespace
}  // namespace parley::openai
