#include "cli/model_access.hpp"

#include "base/settings_parser.hpp"
#include "base/testing/kept_log.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

std::string log_with_key_for(const std::string& base_url)
{
    kept_log log;
    const auto given = parse_command_line(
        "serve", {"--model", "m", "--openai-base-url", base_url}, [](std::string_view name) {
            return name == "OPENAI_API_KEY" ? std::optional<std::string>("k") : std::nullopt;
        });
    EXPECT_TRUE(given);
    const auto made = model_access::from(given->values, {}, log);
    EXPECT_TRUE(made) << made.error().detail;
    return log.lines();
}

TEST(ModelAccess, WarnsOfAKeyThatGoesOverTheNetworkInTheClear)
{
    EXPECT_NE(log_with_key_for("http://models.example/v1").find("in the clear"), std::string::npos);
    for (const auto* safe : {"https://models.example/v1", "http://127.0.0.1:11434/v1"})
        EXPECT_EQ(log_with_key_for(safe), "model_login with=key from=OPENAI_API_KEY\n") << safe;
}

result<std::unique_ptr<model_access>> access_of(std::vector<std::string> arguments,
                                                std::optional<std::string> rerank_key = {})
{
    static kept_log log;
    const auto given = parse_command_line("serve", arguments, [&rerank_key](std::string_view name) {
        return name == "PARLEY_RERANK_KEY" ? rerank_key : std::nullopt;
    });
    EXPECT_TRUE(given);
    return model_access::from(given->values, {}, log);
}

TEST(ModelAccess, AsksForRankingsWhereTheOtherModelsAreOrAtAPlaceOfItsOwn)
{
    const auto shared =
        access_of({"--rerank-model", "r", "--model", "m", "--openai-base-url", "http://127.0.0.1:1/v1"});
    ASSERT_TRUE(shared) << shared.error().detail;
    ASSERT_TRUE((*shared)->rerank_endpoint());
    EXPECT_EQ((*shared)->rerank_endpoint()->base_url, "http://127.0.0.1:1/v1");
    EXPECT_EQ((*shared)->rerank_endpoint()->deployment, "r");

    const auto own = access_of({"--rerank-model", "r", "--rerank-url", "http://127.0.0.1:2"}, "k");
    ASSERT_TRUE(own) << own.error().detail;
    EXPECT_EQ((*own)->rerank_endpoint()->base_url, "http://127.0.0.1:2");
    EXPECT_EQ(std::get<secret>((*own)->rerank_endpoint()->credentials).reveal(), "k");
    EXPECT_TRUE((*own)->endpoints().empty()) << "answers are extracts";
}

TEST(ModelAccess, ChecksThePlaceOfTheRerankerBeforeAnythingIsAsked)
{
    const auto none = access_of({"--rerank-model", "r"});
    ASSERT_FALSE(none);
    EXPECT_NE(none.error().detail.find("--rerank-url"), std::string::npos);
}

}  // namespace
}  // namespace parley::cli
