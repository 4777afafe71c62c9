// What a program logs in with when nobody says how: environment, workload identity, managed identity, az,
// azd.
//
// AZURE_TOKEN_CREDENTIALS narrows it: `prod` the first three, `dev` the last two, or the name of one.
#pragma once

#include "identity/chained.hpp"
#include "identity/entra_options.hpp"

#include <algorithm>
#include <functional>

namespace parley::identity {

enum class selection_variable { optional, mandatory };

struct default_chain_options {
    std::string tenant = {};                      // of the developer tools; empty: AZURE_TENANT_ID
    std::string managed_identity_client_id = {};  // empty: AZURE_CLIENT_ID, or the system's own identity
    std::chrono::milliseconds imds_probe_max{1'000};
    std::chrono::milliseconds process_timeout{13'000};
    selection_variable selection = selection_variable::optional;
    entra_options entra = {};
};

// How long a search may take. Two ends are the slowest: a metadata service that is busy, in the rows of
// `imds.hpp`, then both tools for as long as each may take; and one that is being updated, which says 410 and
// is asked for at least 70 s.
constexpr std::chrono::milliseconds search_max(std::chrono::milliseconds process_timeout)
{
    constexpr std::chrono::milliseconds busy{64'000}, updating{90'000};
    return std::max(busy + 2 * process_timeout, updating);
}

// Members that run in production, and those that stand for a developer's own login.
enum class member_group { deployed, developer };

// Whether a member is one of several, or the only one that AZURE_TOKEN_CREDENTIALS names.
enum class member_role { one_of_several, alone };

struct default_member {
    std::string name;
    member_group group;
    std::function<result<std::unique_ptr<token_credential>>(member_role role)> make;
};

// In the order of the chain.
std::vector<default_member> default_members(const host& machine, log_sink& log,
                                            const default_chain_options& options);

// errc::invalid_input, with the valid values, when AZURE_TOKEN_CREDENTIALS holds another, or nothing although
// it is mandatory. `machine` and `log` outlive it. A member that cannot be made is one that always fails so.
result<std::unique_ptr<chained_credential>> make_default_chain(const host& machine, log_sink& log,
                                                               const default_chain_options& options = {});

// The same of other members, for tests.
result<std::unique_ptr<chained_credential>> make_chain_of(std::vector<default_member> members,
                                                          const host& machine, log_sink& log,
                                                          selection_variable selection);

}  // namespace parley::identity
