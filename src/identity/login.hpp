// The way in for a program that just wants tokens: the default chain behind a cache.
#pragma once

#include "identity/default_chain.hpp"
#include "identity/token_cache.hpp"

namespace parley::identity {

// Nothing is asked for yet: the first token is fetched when it is needed. `machine` and `log` outlive it.
// errc::invalid_input when AZURE_TOKEN_CREDENTIALS names no credential of ours.
result<std::unique_ptr<token_cache>> log_in(const host& machine, log_sink& log,
                                            const default_chain_options& options = {});

}  // namespace parley::identity
