// The ways in for a program that just wants tokens: credentials behind a cache.
#pragma once

#include "identity/default_chain.hpp"
#include "identity/token_cache.hpp"

namespace parley::identity {

// By the default chain. Nothing is asked for yet: the first token is fetched when it is needed. `machine` and
// `log` outlive it. errc::invalid_input when AZURE_TOKEN_CREDENTIALS names no credential of ours.
result<std::unique_ptr<token_cache>> log_in(const host& machine, log_sink& log,
                                            const default_chain_options& options = {});

struct developer_login_options {
    std::string tenant = {};  // empty: AZURE_TENANT_ID, or the one that was logged in to
    std::chrono::milliseconds process_timeout{13'000};
};

// The login of whoever sits here, and nothing else: az, and azd where az is not there.
result<std::unique_ptr<token_cache>> log_in_as_developer(const host& machine, log_sink& log,
                                                         const developer_login_options& options = {});

}  // namespace parley::identity
