#include "openai/detail/embedding_reader.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace parley::openai {
namespace {

using vectors = std::vector<std::vector<float>>;

std::string answer_of(const std::string& items)
{
    return R"({"object":"list","data":[)" + items +
           R"(],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}})";
}

std::string item(int index, const std::string& embedding)
{
    return R"({"object":"embedding","index":)" + std::to_string(index) + R"(,"embedding":)" + embedding + "}";
}

result<embedding_batch> read(const std::string& items, std::size_t count)
{
    embedding_reader reader;
    return reader.read(answer_of(items), count);
}

TEST(EmbeddingReader, ReadsNumbersAndBase64)
{
    const auto plain = read(item(0, "[1, -0.5, 3e2]"), 1);
    ASSERT_TRUE(plain) << plain.error().detail;
    EXPECT_EQ(plain->vectors, (vectors{{1.0F, -0.5F, 300.0F}}));
    EXPECT_EQ(plain->prompt_tokens, 7);

    // 1.0 and -2.0, little-endian.
    const auto packed = read(item(0, R"("AACAPwAAAMA=")"), 1);
    ASSERT_TRUE(packed) << packed.error().detail;
    EXPECT_EQ(packed->vectors, (vectors{{1.0F, -2.0F}}));
    const auto escaped = read(item(0, R"("\u0041ACAPwAAAMA=")"), 1);
    ASSERT_TRUE(escaped);
    EXPECT_EQ(escaped->vectors, packed->vectors);
}

TEST(EmbeddingReader, OrdersByIndexAndByPlaceWhenThereIsNone)
{
    const auto shuffled = read(item(2, "[3]") + "," + item(0, "[1]") + "," + item(1, "[2]"), 3);
    ASSERT_TRUE(shuffled);
    EXPECT_EQ(shuffled->vectors, (vectors{{1}, {2}, {3}}));
    const auto later = read(R"({"embedding":[1],"index":1},{"embedding":[2],"index":0})", 2);
    ASSERT_TRUE(later);
    EXPECT_EQ(later->vectors, (vectors{{2}, {1}}));
    const auto unnamed = read(R"({"embedding":[1]},{"embedding":[2]})", 2);
    ASSERT_TRUE(unnamed);
    EXPECT_EQ(unnamed->vectors, (vectors{{1}, {2}}));
}

void expect_refused(const std::string& items, std::size_t count, std::string_view words)
{
    const auto got = read(items, count);
    ASSERT_FALSE(got) << items;
    EXPECT_EQ(got.error().code, errc::malformed);
    EXPECT_NE(got.error().detail.find(words), std::string::npos) << got.error().detail;
}

TEST(EmbeddingReader, RefusesWhatIsNotOneGoodVectorPerText)
{
    expect_refused(item(0, "[1]"), 2, "1 for 2 texts");
    expect_refused("", 1, "0 for 1 texts");
    expect_refused(item(0, "[1]") + "," + item(1, "[1]"), 1, "more than there are texts");
    expect_refused(item(0, "[1]") + "," + item(0, "[1]"), 2, "two for the same text");
    expect_refused(item(0, "[1,2]") + "," + item(1, "[1]"), 2, "different lengths");
    expect_refused(item(0, "[]"), 1, "without numbers");
    expect_refused(item(0, "null"), 1, "without numbers");
    expect_refused(item(0, "[1,\"2\"]"), 1, "not embeddings");
    expect_refused(item(0, "[1,NaN]"), 1, "not embeddings");
    expect_refused(item(0, "[1,1e39]"), 1, "not a number");
    expect_refused(item(0, R"("AADAfw==")"), 1, "not a number");    // NaN
    expect_refused(item(0, R"("AACAfw==")"), 1, "not a number");    // infinity
    expect_refused(item(0, R"("AACAPwA=")"), 1, "not the Base64");  // five bytes
    for (const auto* bad : {R"("AACAP")", R"("AAC*Pw==")", R"("AA==Pw==")", R"("A===")", R"(" ACAPw==")"})
        expect_refused(item(0, bad), 1, "not the Base64");
}

TEST(EmbeddingReader, RefusesWhatIsNoListAndSaysWhenItIsAnError)
{
    embedding_reader reader;
    for (const auto* body : {"", "[]", "{}", "{\"data\":[", "<html>"}) {
        const auto got = reader.read(body, 1);
        ASSERT_FALSE(got) << body;
        EXPECT_EQ(got.error().code, errc::malformed);
    }
    const auto busy = reader.read(R"({"error":{"code":"rate_limit_exceeded","message":"x"}})", 1);
    ASSERT_TRUE(busy);
    ASSERT_TRUE(busy->refused);
    EXPECT_EQ(busy->refused->code, "rate_limit_exceeded");
    EXPECT_TRUE(reader.read(answer_of(item(0, "[1]")), 1)) << "reads on after failures";
}

}  // namespace
}  // namespace parley::openai
