// The token of one request, shared by all loops: at hand, being fetched, or to be fetched by who asks next.
//
// Thread-safe. A fetch (a flight) runs on the loop that first missed and belongs to nobody: a caller that
// leaves does not end it, unless it was the last that waited. An error goes to those who wait and is not
// kept. No loop may be destroyed while another one that asks for the same token still runs.
#pragma once

#include "base/log.hpp"
#include "identity/bearer_tokens.hpp"
#include "identity/detail/token_life.hpp"
#include "identity/host.hpp"

#include <mutex>

namespace parley::identity {

// What the tokens of one cache have in common.
struct token_source {
    std::shared_ptr<token_credential> credential;
    const host& machine;
    log_sink& log;
    std::chrono::milliseconds flight_max;

    instant now() const { return {machine.wall_now(), machine.steady_now()}; }
};

class shared_token final : public bearer_tokens, public std::enable_shared_from_this<shared_token> {
public:
    shared_token(token_source from, token_request request);
    ~shared_token() override;

    std::shared_ptr<const access_token> at_hand() override;
    asio::awaitable<result<std::shared_ptr<const access_token>>> get(deadline until) override;
    void reject(const access_token& refused) override;

    // A token that was got in another way.
    std::shared_ptr<const access_token> accept(access_token token, instant asked_at);

    // Nothing is at hand and nothing is being fetched.
    bool is_idle();

    // A flight under way ends with errc::cancelled, and none begins any more.
    void stop();

private:
    using outcome = result<std::shared_ptr<const access_token>>;
    struct flight;
    struct waiter;
    class seat;
    class landing;
    enum class kept_for { those_who_wait, later };

    bool is_due(instant now) const;
    std::shared_ptr<flight> begin(kept_for whom, const asio::any_io_executor& loop);
    void launch(const std::shared_ptr<flight>& what);
    static asio::awaitable<void> fly(std::shared_ptr<shared_token> self, std::shared_ptr<flight> what);
    void land(flight& what, result<access_token> got, instant asked_at);
    void leave(flight& what, waiter& who);
    void keep(access_token token, instant asked_at);

    token_source from_;
    token_request request_;

    std::mutex mutex_;  // of all below, and of what flights and waiters hold
    std::shared_ptr<const access_token> token_;
    token_life life_;
    std::optional<std::chrono::steady_clock::time_point> attempted_at_;  // the end of the last flight
    std::optional<std::chrono::steady_clock::time_point> rejected_at_;   // the last one that was dropped
    std::shared_ptr<flight> flight_;                                     // the one to wait for
    bool is_stopped_ = false;
};

}  // namespace parley::identity
