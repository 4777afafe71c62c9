#include "cli/fallback_places.hpp"

#include "base/settings_parser.hpp"

#include <gtest/gtest.h>

#include <map>

namespace parley::cli {
namespace {

using variables = std::map<std::string, std::string, std::less<>>;

constexpr auto azure_scope = "https://cognitiveservices.azure.com/.default";

result<std::vector<model_place>> places_of(variables environment)
{
    environment.try_emplace("PARLEY_MODEL", "first");
    auto given = parse_command_line("serve", {}, [&](std::string_view name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional(found->second);
    });
    if (!given) return given.error();
    const auto first = read_model_place(given->values);
    if (!first) return first.error();
    return read_fallback_places(*first, given->values);
}

std::string refusal_of(const variables& environment)
{
    const auto places = places_of(environment);
    return places ? "" : places.error().detail;
}

TEST(FallbackPlaces, TakesABareNameForAModelOfTheFirstPlace)
{
    const auto places = places_of({{"OPENAI_BASE_URL", "https://models.example/v1"},
                                   {"OPENAI_API_KEY", "k"},
                                   {"PARLEY_FALLBACK_MODELS", "second, claude@2024"}});
    ASSERT_TRUE(places);
    ASSERT_EQ(places->size(), 2U);
    EXPECT_EQ(places->at(0).model, "second");
    EXPECT_EQ(places->at(0).base_url, "https://models.example/v1");
    EXPECT_EQ(places->at(0).key.reveal(), "k");
    EXPECT_EQ(places->at(1).model, "claude@2024") << "only an address is elsewhere";
}

TEST(FallbackPlaces, SendsNeitherKeyNorTokenOfTheFirstPlaceElsewhere)
{
    const auto places = places_of({{"OPENAI_BASE_URL", "https://models.example/v1"},
                                   {"OPENAI_API_KEY", "k"},
                                   {"PARLEY_TOKEN_SCOPE", "api://gateway/.default"},
                                   {"PARLEY_FALLBACK_MODELS", "m@https://other.example/v1"}});
    ASSERT_TRUE(places);
    EXPECT_TRUE(places->front().key.empty());
    EXPECT_EQ(places->front().key_variable, "");
    EXPECT_EQ(places->front().scope, "");
    EXPECT_EQ(places->front().base_url, "https://other.example/v1");
}

TEST(FallbackPlaces, LogsInToEachOfAzures)
{
    const auto places = places_of({{"AZURE_OPENAI_ENDPOINT", "https://one.openai.azure.com"},
                                   {"AZURE_OPENAI_KEY", "k"},
                                   {"PARLEY_FALLBACK_MODELS", "d@https://two.openai.azure.com"}});
    ASSERT_TRUE(places);
    EXPECT_EQ(places->front().scope, azure_scope);
    EXPECT_EQ(places->front().style, openai::host_style::azure_v1);
    EXPECT_TRUE(places->front().key.empty()) << "a key is of one resource";
}

// Its key was left aside without a word, and the first place's sent.
TEST(FallbackPlaces, UsesAKeyOfItsOwnAtTheAddressOfTheFirstPlaceToo)
{
    const std::string address = "https://models.example/v1";
    model_place first;
    first.base_url = address;
    const auto places = places_of({{"OPENAI_BASE_URL", address},
                                   {"PARLEY_FALLBACK_MODELS", "m@" + address + ",n@" + address},
                                   {"PARLEY_FALLBACK_KEYS", "other"}});
    ASSERT_TRUE(places);
    EXPECT_FALSE(has_login_of(first, places->at(0)));
    EXPECT_TRUE(has_login_of(first, places->at(1)));
}

TEST(FallbackPlaces, GivesEachAddressItsOwnKey)
{
    const auto places =
        places_of({{"OPENAI_BASE_URL", "http://127.0.0.1:11434/v1"},
                   {"PARLEY_FALLBACK_MODELS",
                    "a@https://api.openai.com/v1, b, c@https://two.openai.azure.com, d@https://x.example/v1"},
                   {"PARLEY_FALLBACK_KEYS", "key-a, ,key-d"}});
    ASSERT_TRUE(places) << places.error().detail;
    EXPECT_EQ(places->at(0).key.reveal(), "key-a");
    EXPECT_EQ(places->at(0).style, openai::host_style::openai);
    EXPECT_TRUE(places->at(1).key.empty());
    EXPECT_EQ(places->at(2).scope, azure_scope) << "no key, so a token";
    EXPECT_EQ(places->at(3).key.reveal(), "key-d");
}

TEST(FallbackPlaces, SaysWhatIsWrong)
{
    const auto with = [](const char* models, const char* keys = "") {
        return refusal_of({{"PARLEY_FALLBACK_MODELS", models}, {"PARLEY_FALLBACK_KEYS", keys}});
    };
    EXPECT_NE(with("@https://x.example/v1").find("names no model before @"), std::string::npos);
    EXPECT_NE(with("m@https://x.example/v1/chat/completions").find("leave out"), std::string::npos);
    EXPECT_NE(with("m@http://x.example/v1", "k").find("https://"), std::string::npos);
    EXPECT_NE(with("m@https://x.example/v1", "k,l").find("more keys"), std::string::npos);
    EXPECT_EQ(with("m@http://x.example/v1"), "") << "without a login it may be asked in the clear";
}

}  // namespace
}  // namespace parley::cli
