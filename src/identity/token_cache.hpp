// In front of a credential: its tokens are fetched once for everybody, and renewed while the old ones work.
//
// Thread-safe: shared by all loops. Tokens are kept apart by scopes and tenant, in memory only; errors are
// not kept. `machine` and `log` outlive the loops that fetch. Limits: a fetch has `flight_max`, whoever
// waits.
#pragma once

#include "identity/detail/shared_token.hpp"

#include <map>
#include <tuple>

namespace parley::identity {

struct token_cache_limits {
    std::size_t entries_max = 256;                 // scopes and tenants; those in use stay beyond it
    std::chrono::milliseconds flight_max{90'000};  // longer than the slowest row of retries
};

class token_cache final : public token_credential {
public:
    token_cache(std::shared_ptr<token_credential> credential, const host& machine, log_sink& log,
                token_cache_limits limits = {});

    std::string_view name() const override { return from_.credential->name(); }

    // A request with claims is never answered from memory; what it brings is kept.
    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override;

    // For one audience, without a look-up for each request. It may outlive the cache.
    std::shared_ptr<bearer_tokens> tokens_for(const token_request& request);

    // Fetches under way end with errc::cancelled and none begins any more; tokens at hand are still given.
    void stop();

    std::size_t size() const;

private:
    using key = std::tuple<std::vector<std::string>, std::string, asked_by>;

    std::shared_ptr<shared_token> entry_for(const token_request& request);
    void make_room();

    token_source from_;
    std::size_t entries_max_;
    mutable std::mutex mutex_;
    std::map<key, std::shared_ptr<shared_token>> entries_;
    bool is_stopped_ = false;
};

}  // namespace parley::identity
