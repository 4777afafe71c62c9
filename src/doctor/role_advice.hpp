// How to give an identity the role that it lacks: a command to paste, or a block for the infrastructure.
//
// What comes from outside and is not what it should be
// (an object id that is no UUID, a host that is not Azure's) is left as a word in capitals to be filled in.
#pragma once

#include "openai/azure_role.hpp"

#include <string>

namespace parley::doctor {

enum class principal_kind { user, application, unknown };

struct principal {
    std::string object_id;  // empty when it is not known
    principal_kind kind = principal_kind::unknown;
};

// The resource's name: the first label of a host of Azure's that is its own, else NAME.
std::string resource_name(std::string_view host);

// The `az` line; it finds the account by the name in its endpoint, as one account has several hosts.
std::string role_command(const openai::azure_role& wanted, const principal& who,
                         std::string_view resource_host);

// The Bicep resource; it expects a symbol `account` for the model's account.
std::string role_bicep(const openai::azure_role& wanted, const principal& who);

}  // namespace parley::doctor
