// The roles of Azure that let an identity ask a model. Their ids are Azure's own, the same in every tenant.
#pragma once

#include <string_view>

namespace parley::openai {

struct azure_role {
    std::string_view name;
    std::string_view id;
};

inline constexpr azure_role openai_user{"Cognitive Services OpenAI User",
                                        "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"};
inline constexpr azure_role foundry_user{"Azure AI User", "53ca6127-db72-4b80-b1b0-d745d6d5456d"};

// The one that tokens of this scope need: Foundry projects have a role of their own.
constexpr const azure_role& role_for(std::string_view scope)
{
    return scope.find("//ai.azure.com") == std::string_view::npos ? openai_user : foundry_user;
}

}  // namespace parley::openai
