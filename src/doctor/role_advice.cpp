#include "doctor/role_advice.hpp"

#include "base/ascii.hpp"
#include "openai/azure_host.hpp"

#include <algorithm>

namespace parley::doctor {
namespace {

// 8-4-4-4-12 hexadecimal digits: anything else has no place in a line that somebody pastes into a shell.
bool is_uuid(std::string_view text)
{
    constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return std::ranges::equal(text, form, [](char c, char wanted) {
        return wanted == 'x' ? ascii::hex_value(c) >= 0 : c == wanted;
    });
}

bool is_label(std::string_view text)
{
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return ascii::is_letter_or_digit(c) || c == '-'; });
}

std::string id_of(const principal& who)
{
    return is_uuid(who.object_id) ? who.object_id : "OBJECT_ID";
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

std::string resource_name(std::string_view host)
{
    const auto name = host.substr(0, host.find('.'));
    const bool has_own_host = openai::azure_host_of(host) == openai::azure_host::resource;
    return has_own_host && is_label(name) ? std::string(name) : "NAME";
}

std::string role_command(const openai::azure_role& wanted, const principal& who,
                         std::string_view resource_host)
{
    std::string line = "az role assignment create --role " + std::string(wanted.id);
    line += " --assignee-object-id " + id_of(who);
    if (!type_of(who).empty()) line += " --assignee-principal-type " + std::string(type_of(who));
    line += " --scope \"$(az cognitiveservices account list --query \"[?contains(properties.endpoint, '//" +
            resource_name(resource_host) + ".')].id\" --output tsv)\"";
    return line;
}

std::string role_bicep(const openai::azure_role& wanted, const principal& who)
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
