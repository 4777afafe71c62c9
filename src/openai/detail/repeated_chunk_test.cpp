#include "openai/detail/repeated_chunk.hpp"

#include "openai/detail/chunk_parser.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley::openai {
namespace {

constexpr std::string_view first = R"({"delta":{"content":"one"},"end":null})";

struct RepeatedChunk : testing::Test {
    RepeatedChunk() { known.remember(first, first.substr(first.find("one"), 3)); }
    repeated_chunk known;
};

TEST_F(RepeatedChunk, GivesTheTextOfAChunkThatIsOtherwiseTheSame)
{
    EXPECT_EQ(known.text_of(R"({"delta":{"content":" größer 大"},"end":null})"), " größer 大");
    EXPECT_EQ(known.text_of(R"({"delta":{"content":""},"end":null})"), "");
}

TEST_F(RepeatedChunk, IsSilentAboutAnythingElse)
{
    EXPECT_FALSE(known.text_of(R"({"delta":{"content":"one"},"end":"stop"})"));
    EXPECT_FALSE(known.text_of(R"({"delta":{"refusal":"one"},"end":null})"));
    EXPECT_FALSE(known.text_of(R"({"delta":{"content":"a\nb"},"end":null})"));
    EXPECT_FALSE(known.text_of(R"({"delta":{"content":"","role":""},"end":null})"));
    EXPECT_FALSE(known.text_of("{\"delta\":{\"content\":\"\x80\"},\"end\":null}"));
    EXPECT_FALSE(known.text_of("{\"delta\":{\"content\":\"\n\"},\"end\":null}"));
    EXPECT_FALSE(known.text_of(R"({"delta":{"content":"},"end":null})"));
    EXPECT_FALSE(known.text_of(""));
    EXPECT_FALSE(repeated_chunk().text_of(""));
}

struct outcome {
    bool fine = true;
    chat_piece piece;  // of the last chunk
    chat_progress progress;

    void read(chunk_parser& parser, const std::string& json)
    {
        const std::string padded = json + std::string(64, '\0');
        piece = {};
        fine = parser.read(std::string_view(padded).substr(0, json.size()), progress, piece).has_value();
    }
};

std::string with_choices(std::string_view choices, std::string_view behind)
{
    return R"({"id":"a","model":"m","choices":[)" + std::string(choices) + "]" + std::string(behind) + "}";
}

std::vector<std::string> chunks()
{
    const auto of = [](std::string_view choice) {
        return with_choices(R"({"index":0,)" + std::string(choice) + "}", "");
    };
    return {of(R"("delta":{"content":"one"},"finish_reason":null)"),
            of(R"("delta":{"content":" two"},"finish_reason":null)"),
            of(R"("delta":{"content":""},"finish_reason":null)"),
            of(R"("delta":{"content":"a\nb"},"finish_reason":null)"),
            of(R"("delta":{"content":"\ud83d"},"finish_reason":null)"),
            of("\"delta\":{\"content\":\"\xFF\"},\"finish_reason\":null"),
            of(R"("delta":{"content":"one"},"finish_reason":"stop")"),
            of(R"("delta":{"content":"one","refusal":"no"},"finish_reason":null)"),
            of(R"("delta":{"content":"one","content":"one"},"finish_reason":null)"),
            of(R"("delta":{"reasoning":"one"},"finish_reason":null)"),
            of(R"("delta":{"content":"one","reasoning":"so"},"finish_reason":null)"),
            of(R"("delta":{"content":"one","tool_calls":[{"index":0,"function":{"name":"f"}}]})"),
            with_choices(R"({"index":1,"delta":{"content":"one"}})", ""),
            with_choices(R"({"delta":{"content":"x"}},{"delta":{"content":"x"}})", ""),
            with_choices(R"({"delta":{"content":"one"}})", R"(,"usage":{"total_tokens":3})"),
            with_choices(R"({"delta":{"content":"one"}})", R"(,"usage":null)"),
            with_choices(R"({"delta":{"content":"one"}})", R"(,"error":{"message":"no"})"),
            R"({"choices":[{"index":0,"delta":{"content":"one"}}]})"};
}

// Each chunk behind each two others, by a parser that has seen them and by one that has not.
TEST(ChunkParser, UnderstandsAChunkTheSameWhateverItHasReadBefore)
{
    const auto all = chunks();
    for (const auto& one : all)
        for (const auto& two : all)
            for (const auto& three : all) {
                outcome known, plain;
                chunk_parser seasoned;
                for (const auto& json : {one, two, three}) {
                    known.read(seasoned, json);
                    chunk_parser fresh;
                    plain.read(fresh, json);
                }
                const auto where = one + two + three;
                EXPECT_EQ(known.fine, plain.fine) << where;
                EXPECT_EQ(known.piece.text, plain.piece.text) << where;
                EXPECT_EQ(known.piece.reasoning, plain.piece.reasoning) << where;
                EXPECT_EQ(known.piece.refusal, plain.piece.refusal) << where;
                EXPECT_EQ(known.piece.finish_reason, plain.piece.finish_reason) << where;
                EXPECT_EQ(known.piece.used.has_value(), plain.piece.used.has_value()) << where;
                EXPECT_EQ(known.progress.is_complete(), plain.progress.is_complete()) << where;
                EXPECT_EQ(known.progress.origin.id, plain.progress.origin.id) << where;
            }
}

}  // namespace
}  // namespace parley::openai
