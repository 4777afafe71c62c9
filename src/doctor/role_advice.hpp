// How to give an identity the role that it lacks: a command to paste, or a block for the infrastructure.
//
// Role ids are Azure's own, the same in every tenant.
#pragma once

#include <string>
#include <string_view>

namespace parley::doctor {

struct role {
    std::string_view name;
    std::string_view id;
};

inline constexpr role openai_user{"Cognitive Services OpenAI User", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"};

enum class principal_kind { user, application, unknown };

struct principal {
    std::string object_id;  // empty when it is not known
    principal_kind kind = principal_kind::unknown;
};

// The `az` line; `resource_host` is the endpoint's host, by which it finds the account.
std::string role_command(const role& wanted, const principal& who, std::string_view resource_host);

// The Bicep resource; it expects a symbol `account` for the model's account.
std::string role_bicep(const role& wanted, const principal& who);

}  // namespace parley::doctor
