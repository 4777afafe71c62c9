#include "identity/login.hpp"

namespace parley::identity {

result<std::unique_ptr<token_cache>> log_in(const host& machine, log_sink& log,
                                            const default_chain_options& options)
{
    auto chain = make_default_chain(machine, log, options);
    if (!chain) return chain.error();
    return std::make_unique<token_cache>(std::move(*chain), machine, log);
}

}  // namespace parley::identity
