#include "mock/identity/managed_selector.hpp"

#include "base/ascii.hpp"
#include "http/query_value.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

constexpr std::string_view usual_client_id = "55555555-5555-5555-5555-555555555555";

using id_of = std::string machine_identity::*;

struct selector {
    std::string_view name;
    id_of means;
};

// What each place calls the ids that it takes.
std::vector<selector> selectors_of(login_source at)
{
    switch (at) {
        case login_source::imds:
            return {{"client_id", &machine_identity::client_id},
                    {"object_id", &machine_identity::object_id},
                    {"msi_res_id", &machine_identity::resource_id}};
        case login_source::app_service:
            return {{"client_id", &machine_identity::client_id},
                    {"principal_id", &machine_identity::object_id},
                    {"object_id", &machine_identity::object_id},
                    {"mi_res_id", &machine_identity::resource_id}};
        case login_source::azure_ml:
            return {{"clientid", &machine_identity::client_id}};
        case login_source::entra:
        case login_source::cloud_shell:
        case login_source::arc:
        case login_source::discovery:
        case login_source::authorize:
        case login_source::device_code:
            break;
    }
    return {};
}

machine_identity completed(machine_identity made)
{
    if (made.client_id.empty()) made.client_id = usual_client_id;
    if (made.object_id.empty()) made.object_id = uuid_of(made.client_id);
    return made;
}

selector_problem not_assigned()
{
    return {"invalid_request", "Identity not found: no identity of this machine is the one asked for."};
}

// Nobody was named: the system-assigned identity; and where there is none, the only one of IMDS.
std::variant<machine_identity, selector_problem> usual_identity(const login_settings& settings,
                                                                login_source at)
{
    const auto& known = settings.identities;
    if (known.empty()) return completed({});
    const auto it = std::ranges::find(known, machine_identity::assigned::by_system, &machine_identity::kind);
    if (it != known.end()) return completed(*it);
    if (at == login_source::imds && known.size() == 1) return completed(known.front());
    return not_assigned();
}

}  // namespace

std::variant<machine_identity, selector_problem> find_identity(const login_state& with,
                                                               const login_call& call)
{
    std::optional<selector> chosen;
    std::string wanted;
    for (const auto& each : selectors_of(call.at)) {
        const auto value = http::query_value(call.from.query, each.name);
        if (!value) continue;
        if (chosen) return selector_problem{"invalid_request", "Only one id can select an identity."};
        chosen = each;
        wanted = *value;
    }
    if (!chosen) return usual_identity(with.settings, call.at);
    if (wanted.empty())
        return selector_problem{"invalid_request", "The id that selects an identity is empty."};
    const auto& known = with.settings.identities;
    const auto it = std::ranges::find_if(known, [&](const machine_identity& each) {
        return ascii::equals_without_case(completed(each).*(chosen->means), wanted);
    });
    if (it != known.end()) return completed(*it);
    if (!known.empty()) return not_assigned();
    machine_identity made;
    made.*(chosen->means) = wanted;
    return completed(std::move(made));
}

}  // namespace parley::mock
