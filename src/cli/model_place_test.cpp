#include "cli/model_place.hpp"

#include "base/settings_parser.hpp"

#include <gtest/gtest.h>

#include <map>

namespace parley::cli {
namespace {

using variables = std::map<std::string, std::string, std::less<>>;

result<model_place> place_of(const variables& environment)
{
    auto given = parse_command_line("serve", {}, [&](std::string_view name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional(found->second);
    });
    if (!given) return given.error();
    return read_model_place(given->values);
}

std::string refusal_of(const variables& environment)
{
    const auto place = place_of(environment);
    return place ? "" : place.error().detail;
}

constexpr auto azure = "https://name.openai.azure.com";
constexpr auto azure_scope = "https://cognitiveservices.azure.com/.default";

TEST(ModelPlace, LogsInToAzuresOwnHosts)
{
    const auto place = place_of({{"AZURE_OPENAI_ENDPOINT", azure}});
    ASSERT_TRUE(place);
    EXPECT_EQ(place->scope, azure_scope);
    EXPECT_EQ(place->style, openai::host_style::azure_v1);
    EXPECT_TRUE(place->key_variable.empty());
}

TEST(ModelPlace, AsksOtherHostsForNothing)
{
    const auto place = place_of({{"OPENAI_BASE_URL", "http://127.0.0.1:11434/v1"}});
    ASSERT_TRUE(place);
    EXPECT_EQ(place->scope, "");
}

// With a version left over in the environment, an Entra token went to whatever OPENAI_BASE_URL named.
TEST(ModelPlace, DoesNotTakeAHostForAzuresBecauseAVersionIsSet)
{
    const auto place = place_of(
        {{"OPENAI_BASE_URL", "https://models.example/v1"}, {"AZURE_OPENAI_API_VERSION", "2024-10-21"}});
    ASSERT_TRUE(place);
    EXPECT_EQ(place->style, openai::host_style::compatible);
    EXPECT_EQ(place->scope, "");
    EXPECT_EQ(place->api_version, "");
    EXPECT_EQ(place->ignored, std::vector<std::string>{"AZURE_OPENAI_API_VERSION"});
}

TEST(ModelPlace, SpeaksTheOlderPathsToAzureWhenAVersionIsSet)
{
    for (const auto* variable : {"AZURE_OPENAI_ENDPOINT", "OPENAI_BASE_URL"}) {
        const auto place = place_of({{variable, azure}, {"AZURE_OPENAI_API_VERSION", "2024-10-21"}});
        ASSERT_TRUE(place);
        EXPECT_EQ(place->style, openai::host_style::azure_legacy) << variable;
    }
}

TEST(ModelPlace, SendsTokensToAHostOfAnotherNameOnlyWhereAScopeSaysSo)
{
    variables set = {{"AZURE_OPENAI_ENDPOINT", "https://gateway.example"}};
    EXPECT_NE(refusal_of(set).find("--token-scope"), std::string::npos);
    set["PARLEY_TOKEN_SCOPE"] = "api://gateway/.default";
    const auto place = place_of(set);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->scope, "api://gateway/.default");
}

// Somebody with a key of OpenAI's in the shell sent it to Azure, and was never logged in.
TEST(ModelPlace, DoesNotSendTheKeyOfOneServiceToTheOther)
{
    const auto place = place_of({{"AZURE_OPENAI_ENDPOINT", azure}, {"OPENAI_API_KEY", "k"}});
    ASSERT_TRUE(place);
    EXPECT_TRUE(place->key.empty());
    EXPECT_EQ(place->ignored, std::vector<std::string>{"OPENAI_API_KEY"});

    const auto other = place_of({{"AZURE_OPENAI_KEY", "k"}});
    ASSERT_TRUE(other);
    EXPECT_TRUE(other->key.empty());
    EXPECT_EQ(other->ignored, std::vector<std::string>{"AZURE_OPENAI_KEY"});
}

TEST(ModelPlace, UsesTheKeyThatIsMeantForTheHost)
{
    const variables azures = {
        {"AZURE_OPENAI_ENDPOINT", azure}, {"AZURE_OPENAI_KEY", "a"}, {"OPENAI_API_KEY", "o"}};
    EXPECT_EQ(place_of(azures)->key.reveal(), "a");
    EXPECT_EQ(place_of({{"OPENAI_BASE_URL", azure}, {"OPENAI_API_KEY", "o"}})->key.reveal(), "o");
    EXPECT_EQ(place_of({{"AZURE_OPENAI_KEY", "a"}, {"OPENAI_API_KEY", "o"}})->key.reveal(), "o");
}

TEST(ModelPlace, RefusesToSendATokenInTheClear)
{
    EXPECT_NE(refusal_of({{"AZURE_OPENAI_ENDPOINT", "http://name.openai.azure.com"}})
                  .find("AZURE_OPENAI_ENDPOINT) must begin with https://"),
              std::string::npos);
    EXPECT_EQ(refusal_of({{"AZURE_OPENAI_ENDPOINT", "http://127.0.0.1:9"}}), "");
}

// The key went to a remote endpoint of Azure's over http.
TEST(ModelPlace, RefusesToSendAKeyOfAzuresInTheClear)
{
    const variables set = {{"AZURE_OPENAI_KEY", "k"}, {"AZURE_OPENAI_ENDPOINT", "http://gateway.example"}};
    EXPECT_NE(refusal_of(set).find("AZURE_OPENAI_ENDPOINT) must begin with https://"), std::string::npos);
    EXPECT_NE(refusal_of({{"OPENAI_API_KEY", "k"}, {"OPENAI_BASE_URL", "http://name.openai.azure.com"}})
                  .find("must begin with https://"),
              std::string::npos);
    EXPECT_EQ(refusal_of({{"OPENAI_API_KEY", "k"}, {"OPENAI_BASE_URL", "http://models.example/v1"}}), "");
    EXPECT_EQ(refusal_of({{"AZURE_OPENAI_KEY", "k"}, {"AZURE_OPENAI_ENDPOINT", "http://127.0.0.1:9"}}), "");
}

// The doctor knows what is wrong with a region's address, and was not let near it.
TEST(ModelPlace, TakesTheAddressOfARegionForAzures)
{
    const auto place = place_of({{"AZURE_OPENAI_ENDPOINT", "https://eastus.api.cognitive.microsoft.com"}});
    ASSERT_TRUE(place) << place.error().detail;
    EXPECT_EQ(place->scope, azure_scope);
    EXPECT_EQ(place_of({{"AZURE_OPENAI_ENDPOINT", "https://n.openai.azure.cn"}})->scope,
              "https://cognitiveservices.azure.cn/.default");
}

// What followed the fragment was left out, and the question posted to another path.
TEST(ModelPlace, RefusesAFragment)
{
    EXPECT_EQ(refusal_of({{"OPENAI_BASE_URL", "https://models.example/v1#frag"}}),
              "--openai-base-url (OPENAI_BASE_URL) has a fragment: leave out # and what follows");
}

TEST(ModelPlace, RefusesAUserInAnAddressOfAzures)
{
    const auto refusal = refusal_of({{"AZURE_OPENAI_ENDPOINT", "https://me:pw@name.openai.azure.com"}});
    EXPECT_NE(refusal.find("leave out what stands before @"), std::string::npos) << refusal;
    EXPECT_EQ(refusal.find("pw"), std::string::npos);
    EXPECT_EQ(refusal_of({{"OPENAI_BASE_URL", "https://me:pw@models.example/v1"}}), "");
}

TEST(ModelPlace, RefusesTheAddressOfARouteAndOneThatIsNone)
{
    EXPECT_EQ(refusal_of({{"AZURE_OPENAI_ENDPOINT",
                           std::string(azure) + "/openai/deployments/d/chat/completions?api-version=1"}}),
              "--azure-openai-endpoint (AZURE_OPENAI_ENDPOINT) names one route: leave out /chat/completions "
              "and what follows");
    EXPECT_EQ(
        refusal_of({{"OPENAI_BASE_URL", "no address"}}).find("--openai-base-url (OPENAI_BASE_URL) is not "),
        0U);
}

}  // namespace
}  // namespace parley::cli
