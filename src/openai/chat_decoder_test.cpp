#include "openai/chat_decoder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace parley::openai {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// What a reader of the stream knows in the end, and in how many pieces it came.
struct decoded {
    chat_piece whole;
    std::size_t pieces = 0;
    std::optional<error> failure;
};

decoded decode(chunk_parser& parser, std::initializer_list<std::string_view> parts)
{
    chat_decoder decoder(parser);
    decoded got;
    const auto add = [&got](chat_piece piece) {
        got.pieces += is_empty(piece) ? 0 : 1;
        got.whole.text += piece.text;
        if (piece.finish_reason) got.whole.finish_reason = piece.finish_reason;
        if (piece.used) got.whole.used = piece.used;
        got.whole.refusal = got.whole.refusal || piece.refusal;
    };
    for (const auto part : parts) add(decoder.feed(part));
    add(decoder.finish());
    EXPECT_TRUE(decoder.done());
    got.failure = decoder.failure();
    return got;
}

std::string read_file(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

json::value optional_text(const std::optional<std::string>& text)
{
    return text ? json::value(*text) : json::value();
}

json::value as_json(const decoded& got)
{
    json::value used;
    if (got.whole.used) {
        auto& object = used.emplace_object();
        object["prompt_tokens"] = got.whole.used->prompt_tokens;
        object["completion_tokens"] = got.whole.used->completion_tokens;
        object["total_tokens"] = got.whole.used->total_tokens;
        if (got.whole.used->reasoning_tokens) object["reasoning_tokens"] = *got.whole.used->reasoning_tokens;
    }
    json::value failure;
    if (got.failure) failure = json::string(name_of(got.failure->code));
    return json::object{{"text", got.whole.text},
                        {"finish_reason", optional_text(got.whole.finish_reason)},
                        {"usage", used},
                        {"refusal", got.whole.refusal},
                        {"error", failure}};
}

std::vector<fs::path> golden_streams()
{
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(PARLEY_SOURCE_DIR "/tests/golden/openai"))
        if (entry.path().extension() == ".sse") found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

class GoldenStream : public ::testing::TestWithParam<fs::path> {};

TEST_P(GoldenStream, DecodesToWhatIsExpectedHoweverItIsCut)
{
    const std::string text = read_file(GetParam());
    fs::path beside = GetParam();
    const json::value expected = json::parse(read_file(beside.replace_extension(".expected.json")));
    chunk_parser parser;
    EXPECT_EQ(as_json(decode(parser, {text})), expected);
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        const std::string_view view = text;
        EXPECT_EQ(as_json(decode(parser, {view.substr(0, cut), view.substr(cut)})), expected)
            << "cut at " << cut;
    }
}

TEST_P(GoldenStream, DecodesByteByByte)
{
    const std::string text = read_file(GetParam());
    fs::path beside = GetParam();
    const json::value expected = json::parse(read_file(beside.replace_extension(".expected.json")));
    chunk_parser parser;
    chat_decoder decoder(parser);
    decoded got;
    for (const char byte : text) {
        auto piece = decoder.feed({&byte, 1});
        got.whole.text += piece.text;
    }
    got.whole.text += decoder.finish().text;
    EXPECT_EQ(json::value(got.whole.text), expected.at("text"));
}

std::string name_of_stream(const ::testing::TestParamInfo<fs::path>& stream)
{
    std::string name = stream.param.stem().string();
    std::ranges::replace(name, '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(OpenAi, GoldenStream, ::testing::ValuesIn(golden_streams()), name_of_stream);

TEST(ChatDecoder, HasGoldenStreamsToRead)
{
    EXPECT_GE(golden_streams().size(), 25U);
}

TEST(ChatDecoder, JoinsWhatArrivesTogetherIntoOnePiece)
{
    chunk_parser parser;
    const std::string text = read_file(PARLEY_SOURCE_DIR "/tests/golden/openai/openai.sse");
    EXPECT_EQ(decode(parser, {text}).pieces, 1U);
}

TEST(ChatDecoder, GivesTheTextBeforeAFailureFirst)
{
    chunk_parser parser;
    chat_decoder decoder(parser);
    const auto piece = decoder.feed(
        "data: {\"choices\":[{\"delta\":{\"content\":\"so far\"}}]}\n\ndata: "
        "{\"error\":{\"code\":\"content_filter\"}}\n\n");
    EXPECT_EQ(piece.text, "so far");
    ASSERT_TRUE(decoder.failure());
    EXPECT_NE(decoder.failure()->detail.find("content filter"), std::string::npos);
}

TEST(ChatDecoder, QuotesNoProseOfTheUpstream)
{
    chunk_parser parser;
    chat_decoder decoder(parser);
    decoder.feed(
        "data: {\"error\":{\"message\":\"bad: my secret\",\"code\":\"my secret\",\"type\":\"x\\ny\"}}\n\n");
    ASSERT_TRUE(decoder.failure());
    EXPECT_EQ(decoder.failure()->detail.find("secret"), std::string::npos);
    EXPECT_EQ(decoder.failure()->detail.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace parley::openai
