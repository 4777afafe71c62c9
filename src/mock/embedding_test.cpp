#include "mock/embedding.hpp"

#include "mock/wire/test_scripts.hpp"
#include "openai/detail/embedding_reader.hpp"

#include <boost/json/parse.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;

double product(const std::vector<float>& one, const std::vector<float>& other)
{
    double sum = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        sum += static_cast<double>(one[i]) * static_cast<double>(other[i]);
    return sum;
}

asked ask(std::string_view more)
{
    return read_good(
        post("/v1/embeddings", R"({"model":"text-embedding-3-small",)" + std::string(more) + "}"));
}

TEST(Embedding, HasUnitLengthAlsoForATextWithoutWords)
{
    for (const auto* const text : {"The leave is 30 days.", "", "!?", "日本語"})
        EXPECT_NEAR(product(embed(text, 256), embed(text, 256)), 1, 1e-5) << text;
}

TEST(Embedding, PutsSimilarTextsNearEachOther)
{
    const auto question = embed("How many days of leave do employees have?", 1536);
    const auto answer = embed("Employees have 30 days of leave each year.", 1536);
    const auto inflected = embed("employee leaves", 1536);
    const auto other = embed("The printer on the second floor is out of toner.", 1536);
    EXPECT_GT(product(question, answer), 0.4);
    EXPECT_GT(product(question, inflected), product(question, other) + 0.05);
    EXPECT_GT(product(question, answer), product(question, other) + 0.3);
    EXPECT_LT(product(answer, other), 0.25);
}

TEST(Embedding, IgnoresCaseAndMarks)
{
    EXPECT_EQ(embed("Thirty days!", 64), embed("  thirty, DAYS", 64));
}

TEST(Embedding, IsShortenedAsModelsDo)
{
    auto vector = embed("The leave is 30 days.", 1536);
    const auto before = vector;
    shorten(vector, 256);
    EXPECT_EQ(vector.size(), 256U);
    EXPECT_NEAR(product(vector, vector), 1, 1e-5);
    const auto longer = product(vector, {before.begin(), before.begin() + 256});
    EXPECT_GT(longer, 0);
    for (std::size_t i = 0; i < vector.size(); ++i)
        EXPECT_NEAR(static_cast<double>(vector[i]) * longer, static_cast<double>(before[i]), 1e-5);
}

TEST(EmbeddingAnswer, IsTheSameInBothFormats)
{
    const auto floats = act_out(ask(R"("input":["One","Two"],"dimensions":4)"), {}).bytes;
    EXPECT_EQ(floats, golden("embeddings-float.json", floats));
    const auto packed =
        act_out(ask(R"("input":["One","Two"],"dimensions":4,"encoding_format":"base64")"), {}).bytes;
    EXPECT_EQ(packed, golden("embeddings-base64.json", packed));

    const auto read = [](const std::string& body) {
        openai::embedding_reader reader;
        return reader.read(body, 2);
    };
    const auto one = read(floats);
    const auto other = read(packed);
    ASSERT_TRUE(one) << one.error().detail;
    ASSERT_TRUE(other) << other.error().detail;
    EXPECT_EQ(one->vectors, other->vectors);
}

TEST(EmbeddingAnswer, TakesTheLengthOfTheModel)
{
    const auto length = [](std::string model) {
        const auto body =
            act_out(read_good(post("/v1/embeddings", R"({"model":")" + model + R"(","input":"Q"})")), {},
                    {.dimensions = 8})
                .bytes;
        return json::parse(body).at("data").at(0).at("embedding").as_array().size();
    };
    EXPECT_EQ(length("text-embedding-3-large"), 3072U);
    EXPECT_EQ(length("text-embedding-ada-002"), 1536U);
    EXPECT_EQ(length("my-own"), 8U);
}

TEST(EmbeddingAnswer, GivesTheVectorsOfAFixtureFirst)
{
    const reply given{.content =
                          embedding_reply{.vectors = {{0.0023064255F, -0.009327292F, -0.0028842222F}}}};
    const auto body = act_out(ask(R"("input":"Q")"), given).bytes;
    EXPECT_NE(body.find("[0.0023064255,-0.009327292,-0.0028842222]"), std::string::npos) << body;
}

TEST(EmbeddingAnswer, IsWrongInTheWaysAFaultNames)
{
    const auto failing = [](fault_kind kind) {
        return act_out(ask(R"("input":["One","Two"],"dimensions":4)"), {.failure = fault{.kind = kind}})
            .bytes;
    };
    EXPECT_EQ(json::parse(failing(fault_kind::wrong_count)).at("data").as_array().size(), 1U);
    const auto shorter = json::parse(failing(fault_kind::wrong_length));
    EXPECT_EQ(shorter.at("data").at(0).at("embedding").as_array().size(), 3U);
    EXPECT_EQ(shorter.at("data").at(1).at("embedding").as_array().size(), 4U);
    EXPECT_NE(failing(fault_kind::not_a_number).find("[NaN,"), std::string::npos);
    const auto reversed = json::parse(failing(fault_kind::reordered_index));
    EXPECT_EQ(reversed.at("data").at(0).at("index").as_int64(), 1);
}

}  // namespace
}  // namespace parley::mock
