#include "openai/azure_host.hpp"

#include <algorithm>
#include <array>

namespace parley::openai {
namespace {

constexpr std::array<std::string_view, 7> resource_suffixes = {
    ".openai.azure.com",          ".cognitiveservices.azure.com", ".services.ai.azure.com",
    ".openai.azure.us",           ".cognitiveservices.azure.us",  ".openai.azure.cn",
    ".cognitiveservices.azure.cn"};
constexpr std::array<std::string_view, 3> region_suffixes = {
    ".api.cognitive.microsoft.com", ".api.cognitive.microsoft.us", ".api.cognitive.azure.cn"};

bool ends_with_any(std::string_view host, const auto& suffixes)
{
    return std::ranges::any_of(suffixes, [host](std::string_view each) { return host.ends_with(each); });
}

}  // namespace

azure_host azure_host_of(std::string_view host)
{
    if (ends_with_any(host, resource_suffixes)) return azure_host::resource;
    return ends_with_any(host, region_suffixes) ? azure_host::region : azure_host::none;
}

}  // namespace parley::openai
