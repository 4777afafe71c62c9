#include "cli/rerank_place.hpp"

#include "base/settings_parser.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

result<rerank_place> place_of(std::vector<std::string> arguments, const std::string& key = {})
{
    const auto given = parse_command_line("serve", arguments, [&key](std::string_view name) {
        return name == "PARLEY_RERANK_KEY" && !key.empty() ? std::optional(key) : std::nullopt;
    });
    EXPECT_TRUE(given);
    return read_rerank_place(given->values);
}

std::string problem_of(std::vector<std::string> arguments)
{
    const auto place = place_of(std::move(arguments));
    return place ? "none" : place.error().detail;
}

TEST(RerankPlace, IsThatOfTheOtherModelsWhereThatCanRank)
{
    const auto place = place_of({"--openai-base-url", "http://127.0.0.1:8000/v1"});
    ASSERT_TRUE(place) << place.error().detail;
    EXPECT_EQ(place->base_url, "");
}

TEST(RerankPlace, IsAskedForWhereTheOtherModelsHaveNoSuchRoute)
{
    EXPECT_NE(problem_of({}).find("--rerank-url"), std::string::npos) << "api.openai.com";
    EXPECT_NE(problem_of({"--azure-openai-endpoint", "https://a.openai.azure.com"}).find("--rerank-url"),
              std::string::npos);
}

TEST(RerankPlace, TakesItsOwnKey)
{
    const auto place = place_of({"--rerank-url", "https://api.jina.ai/v1"}, "k");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->key.reveal(), "k");
    EXPECT_EQ(place->scope, "");
}

// It was left out without a word, and the key of the other models sent.
TEST(RerankPlace, RefusesAKeyForNoAddress)
{
    const auto place = place_of({"--openai-base-url", "http://127.0.0.1:8000/v1"}, "k");
    ASSERT_FALSE(place);
    EXPECT_NE(place.error().detail.find("PARLEY_RERANK_KEY"), std::string::npos);
    EXPECT_NE(place.error().detail.find("--rerank-url"), std::string::npos);
}

TEST(RerankPlace, LogsInToAzuresOwnHostsWithoutAKey)
{
    const std::string url = "https://a.services.ai.azure.com/providers/cohere/v2";
    EXPECT_EQ(place_of({"--rerank-url", url})->scope, "https://cognitiveservices.azure.com/.default");
    EXPECT_EQ(place_of({"--rerank-url", url}, "k")->scope, "");
    EXPECT_EQ(place_of({"--rerank-url", "http://127.0.0.1:8000"})->scope, "");
}

TEST(RerankPlace, RefusesWhatIsNoBase)
{
    EXPECT_NE(problem_of({"--rerank-url", "https://api.jina.ai/v1/rerank"}).find("leave out /rerank"),
              std::string::npos);
    EXPECT_NE(problem_of({"--rerank-url", "nowhere"}).find("--rerank-url"), std::string::npos);
    EXPECT_NE(problem_of({"--rerank-url", "http://a.services.ai.azure.com"}).find("https://"),
              std::string::npos);
}

}  // namespace
}  // namespace parley::cli
