#include "doctor/role_advice.hpp"

namespace parley::doctor {
namespace {

std::string id_of(const principal& who)
{
    return who.object_id.empty() ? "OBJECT_ID" : who.object_id;
}

// Without a type, an assignment made right after the identity fails until the directory has caught up.
std::string_view type_of(const principal& who)
{
    switch (who.kind) {
        case principal_kind::user:
            return "User";
        case principal_kind::application:
            return "ServicePrincipal";
        case principal_kind::unknown:
            break;
    }
    return "";
}

}  // namespace

std::string role_command(const role& wanted, const principal& who, std::string_view resource_host)
{
    std::string line = "az role assignment create --role " + std::string(wanted.id);
    line += " --assignee-object-id " + id_of(who);
    if (!type_of(who).empty()) line += " --assignee-principal-type " + std::string(type_of(who));
    line += " --scope \"$(az cognitiveservices account list --query \"[?contains(properties.endpoint, '" +
            std::string(resource_host) + "')].id\" --output tsv)\"";
    return line;
}

std::string role_bicep(const role& wanted, const principal& who)
{
    const std::string id(wanted.id);
    std::string text = "// " + std::string(wanted.name) + "\n";
    text += "resource openAiUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n";
    text += "  scope: account\n";
    text += "  name: guid(account.id, '" + id_of(who) + "', '" + id + "')\n";
    text += "  properties: {\n";
    text += "    principalId: '" + id_of(who) + "'\n";
    if (!type_of(who).empty()) text += "    principalType: '" + std::string(type_of(who)) + "'\n";
    text += "    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '" + id +
            "')\n";
    return text + "  }\n}";
}

}  // namespace parley::doctor
