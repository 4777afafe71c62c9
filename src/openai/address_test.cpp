#include "openai/address.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

std::string chat_url(endpoint where)
{
    return url_of(where, "/chat/completions", "my deployment");
}

TEST(Address, JoinsBaseAndRouteWithOneSlash)
{
    EXPECT_EQ(chat_url({"https://h/v1"}), "https://h/v1/chat/completions");
    EXPECT_EQ(chat_url({"https://h/v1/"}), "https://h/v1/chat/completions");
    EXPECT_EQ(chat_url({"https://h/v1//"}), "https://h/v1/chat/completions");
    EXPECT_EQ(chat_url({"https://h/v1/?a=b"}), "https://h/v1/chat/completions?a=b");
}

TEST(Address, CompletesTheAddressOfAnAzureResource)
{
    const std::string v1 = "https://name.openai.azure.com/openai/v1/chat/completions";
    for (const auto* base : {"https://name.openai.azure.com", "https://name.openai.azure.com/",
                             "https://name.openai.azure.com/openai/v1/"})
        EXPECT_EQ(chat_url({.base_url = base, .style = host_style::azure_v1}), v1);
}

TEST(Address, PutsTheDeploymentIntoTheOlderPathsOfAzure)
{
    const endpoint where{.base_url = "https://name.openai.azure.com",
                         .style = host_style::azure_legacy,
                         .api_version = "2024-10-21"};
    const std::string base = "https://name.openai.azure.com/openai";
    EXPECT_EQ(url_of(where, "/chat/completions", "gpt 4/x"),
              base + "/deployments/gpt%204%2Fx/chat/completions?api-version=2024-10-21");
    EXPECT_EQ(url_of(where, "/embeddings", "e"), base + "/deployments/e/embeddings?api-version=2024-10-21");
    EXPECT_EQ(url_of(where, "/responses", "e"), base + "/responses?api-version=2024-10-21");
    EXPECT_EQ(url_of(where, "/models", ""), base + "/models?api-version=2024-10-21");
}

TEST(Address, KeepsWhatAnOlderAddressAlreadyNames)
{
    EXPECT_EQ(chat_url({.base_url = "https://h/openai/deployments/d?api-version=1",
                        .style = host_style::azure_legacy}),
              "https://h/openai/deployments/d/chat/completions?api-version=1");
    EXPECT_EQ(chat_url({.base_url = "https://h/openai/?x=y", .style = host_style::azure_legacy}),
              "https://h/openai/deployments/my%20deployment/chat/completions?x=y&api-version=2024-10-21");
}

TEST(Address, LetsATokenTravelOnlyOverTlsOrOnThisMachine)
{
    for (const auto* fine : {"https://h/v1", "http://127.0.0.1:8/v1", "http://localhost/v1", "http://[::1]/"})
        EXPECT_TRUE(may_carry_login(fine)) << fine;
    for (const auto* open : {"http://h/v1", "http://localhost.example/", "http://a.localhost/"}) {
        const auto refused = may_carry_login(open);
        ASSERT_FALSE(refused) << open;
        EXPECT_EQ(refused.error().code, errc::invalid_input);
        EXPECT_NE(refused.error().detail.find("only over https"), std::string::npos);
    }
}

TEST(Address, ExpectsAStyleByTheNameOfTheHost)
{
    EXPECT_EQ(usual_style_of("https://api.openai.com/v1"), host_style::openai);
    EXPECT_EQ(usual_style_of("https://name.openai.azure.com/"), host_style::azure_v1);
    EXPECT_EQ(usual_style_of("https://name.cognitiveservices.azure.com/"), host_style::azure_v1);
    EXPECT_EQ(usual_style_of("https://name.cognitiveservices.azure.us/"), host_style::azure_v1);
    EXPECT_EQ(usual_style_of("https://eastus.api.cognitive.microsoft.com/"), host_style::azure_v1);
    EXPECT_EQ(usual_style_of("https://name.openai.azure.com.example/"), host_style::compatible);
    EXPECT_EQ(usual_style_of("http://localhost:11434/v1"), host_style::compatible);
}

TEST(Address, KnowsTheScopeThatAHostTakes)
{
    const std::string public_cloud = "https://cognitiveservices.azure.com/.default";
    EXPECT_EQ(usual_scope_of("https://name.openai.azure.com/"), public_cloud);
    EXPECT_EQ(usual_scope_of("https://name.services.ai.azure.com/openai/v1"), public_cloud);
    EXPECT_EQ(usual_scope_of("https://name.services.ai.azure.com/api/projects/p"),
              "https://ai.azure.com/.default");
    const std::string government = "https://cognitiveservices.azure.us/.default";
    EXPECT_EQ(usual_scope_of("https://name.openai.azure.us/"), government);
    EXPECT_EQ(usual_scope_of("https://usgovvirginia.api.cognitive.microsoft.us/"), government);
    EXPECT_EQ(usual_scope_of("https://name.openai.azure.cn/"), "https://cognitiveservices.azure.cn/.default");
}

// The doctor printed passwords and keys that stood in the address.
TEST(Address, ShowsNeitherUserNorQuery)
{
    EXPECT_EQ(shown_address("https://user:pw@Gateway.example:8443/v1/chat?subscription-key=s3cret#f"),
              "https://gateway.example:8443/v1/chat");
    EXPECT_EQ(shown_address("http://127.0.0.1"), "http://127.0.0.1/");
    EXPECT_EQ(shown_address("user:pw@h"), "an address that cannot be read");
}

TEST(Address, SendsAKeyAsTheHostWantsIt)
{
    for (const auto style : {host_style::azure_v1, host_style::openai, host_style::compatible}) {
        http::fields headers;
        sign(headers, style, secret("k"));
        EXPECT_EQ(headers.find("Authorization"), "Bearer k");
        EXPECT_FALSE(headers.find("api-key"));
    }
    http::fields headers;
    sign(headers, host_style::azure_legacy, secret());
    EXPECT_FALSE(headers.find("api-key"));
    sign(headers, host_style::azure_legacy, secret("k"));
    EXPECT_EQ(headers.find("api-key"), "k");
    EXPECT_FALSE(headers.find("Authorization"));
}

}  // namespace
}  // namespace parley::openai
