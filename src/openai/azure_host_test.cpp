#include "openai/azure_host.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

TEST(AzureHost, KnowsTheHostsOfOneResourceInEachCloud)
{
    for (const auto* host : {"n.openai.azure.com", "n.cognitiveservices.azure.com", "n.services.ai.azure.com",
                             "n.openai.azure.us", "n.cognitiveservices.azure.us", "n.openai.azure.cn",
                             "n.cognitiveservices.azure.cn"})
        EXPECT_EQ(azure_host_of(host), azure_host::resource) << host;
}

TEST(AzureHost, KnowsTheHostsThatARegionShares)
{
    for (const auto* host : {"eastus.api.cognitive.microsoft.com", "usgovvirginia.api.cognitive.microsoft.us",
                             "chinaeast2.api.cognitive.azure.cn"})
        EXPECT_EQ(azure_host_of(host), azure_host::region) << host;
}

TEST(AzureHost, TakesNobodyElseForAzure)
{
    for (const auto* host : {"", "openai.azure.com", "n.openai.azure.com.example", "nopenai.azure.com",
                             "api.cognitive.microsoft.com", "api.openai.com", "127.0.0.1"})
        EXPECT_EQ(azure_host_of(host), azure_host::none) << host;
}

}  // namespace
}  // namespace parley::openai
