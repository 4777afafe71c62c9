#include "server/v1/embeddings_request.hpp"

#include <gtest/gtest.h>

namespace parley::server::v1 {
namespace {

result<embeddings_request> parse(std::string body)
{
    http::request request;
    request.headers.set("Content-Type", "application/json");
    request.body = std::move(body);
    return parse_embeddings_request(request, {3, 10});
}

std::string complaint(const std::string& members)
{
    const auto wanted = parse(R"({"model":"m",)" + members + "}");
    return wanted ? "none" : wanted.error().detail;
}

TEST(EmbeddingsRequest, ReadsOneTextAndSeveral)
{
    const auto one = parse(R"({"model":"m","input":"a"})");
    ASSERT_TRUE(one) << one.error().detail;
    EXPECT_EQ(one->texts.model, "m");
    EXPECT_EQ(one->texts.texts, std::vector<std::string>{"a"});
    EXPECT_EQ(one->as, openai::vector_form::floats);
    EXPECT_FALSE(one->texts.dimensions);
    const auto several =
        parse(R"({"model":"m","input":["a","b"],"encoding_format":"base64","dimensions":256,"user":"u"})");
    ASSERT_TRUE(several) << several.error().detail;
    EXPECT_EQ(several->texts.texts, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(several->as, openai::vector_form::base64);
    EXPECT_EQ(several->texts.dimensions, 256);
}

TEST(EmbeddingsRequest, NamesWhatIsWrong)
{
    EXPECT_EQ(parse(R"({"input":"a"})").error().detail, "model must be a string");
    EXPECT_EQ(complaint(R"("user":"u")"), "input must be a string or a list with at least one");
    EXPECT_EQ(complaint(R"("input":[])"), "input must be a string or a list with at least one");
    EXPECT_EQ(complaint(R"("input":"")"), "input is empty");
    EXPECT_EQ(complaint(R"("input":["a",""])"), "input[1] is empty");
    EXPECT_EQ(complaint(R"("input":[1,2])"), "input[0] must be text: tokens are not read here");
    EXPECT_EQ(complaint(R"("input":[[1],[2]])"), "input[0] must be text: tokens are not read here");
    EXPECT_EQ(complaint(R"("input":{})"), "input must be a string");
    EXPECT_EQ(complaint(R"("input":["a","b","c","d"])"), "input may hold 3 texts");
    EXPECT_EQ(complaint(R"("input":"12345678901")"), "input is longer than 10 bytes");
    EXPECT_EQ(complaint(R"("input":"a","encoding_format":"int8")"),
              "encoding_format must be float or base64");
    EXPECT_EQ(complaint(R"("input":"a","dimensions":0)"),
              "dimensions must be a whole number from 1 to 65536");
    EXPECT_EQ(complaint(R"("input":"a","dimensions":1.5)"),
              "dimensions must be a whole number from 1 to 65536");
}

TEST(EmbeddingsRequest, BoundsTheNumbersOfItsAnswerByTheLengthOfAVector)
{
    const auto parse_three = [](std::size_t usual_length, const std::string& members) {
        http::request request;
        request.headers.set("Content-Type", "application/json");
        request.body = R"({"model":"m","input":["a","b","c"])" + members + "}";
        const auto wanted = parse_embeddings_request(request, {3, 10, 3072, usual_length});
        return wanted ? "none" : wanted.error().detail;
    };
    EXPECT_EQ(parse_three(1024, ""), "none");
    EXPECT_EQ(parse_three(1536, ""), "an answer may hold 3072 numbers: of vectors of 1536 that is 2 at most");
    EXPECT_EQ(parse_three(1536, R"(,"dimensions":1024)"), "none");
    EXPECT_EQ(parse_three(1024, R"(,"dimensions":65536)"),
              "an answer may hold 3072 numbers: of vectors of 65536 that is 1 at most");
}

}  // namespace
}  // namespace parley::server::v1
