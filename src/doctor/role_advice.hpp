// How to give an identity the role that it lacks: a command to paste, or a block for the infrastructure.
//
// Role ids are Azure's own, the same in every tenant. What comes from outside and is not what it should be
// (an object id that is no UUID, a host that is not Azure's) is left as a word in capitals to be filled in.
#pragma once

#include <string>
#include <string_view>

namespace parley::doctor {

struct role {
    std::string_view name;
    std::string_view id;
};

inline constexpr role openai_user{"Cognitive Services OpenAI User", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"};
inline constexpr role foundry_user{"Azure AI User", "53ca6127-db72-4b80-b1b0-d745d6d5456d"};

// The one that tokens of this scope need: Foundry projects have a role of their own.
const role& role_for(std::string_view scope);

enum class principal_kind { user, application, unknown };

struct principal {
    std::string object_id;  // empty when it is not known
    principal_kind kind = principal_kind::unknown;
};

// The resource's name: the first label of a host of Azure's that is its own, else NAME.
std::string resource_name(std::string_view host);

// The `az` line; it finds the account by the name in its endpoint, as one account has several hosts.
std::string role_command(const role& wanted, const principal& who, std::string_view resource_host);

// The Bicep resource; it expects a symbol `account` for the model's account.
std::string role_bicep(const role& wanted, const principal& who);

}  // namespace parley::doctor
