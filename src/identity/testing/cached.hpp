// For tests: a cache in front of a scripted credential on a scripted machine.
#pragma once

#include "base/run_on_loop.hpp"
#include "base/testing/kept_log.hpp"
#include "identity/testing/scripted_credential.hpp"
#include "identity/testing/scripted_host.hpp"
#include "identity/token_cache.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace parley::identity::testing {

using got_token = result<std::shared_ptr<const access_token>>;

inline token_request for_scope(std::string scope = "https://a/.default", std::string tenant = "")
{
    return {.scopes = {std::move(scope)}, .tenant = std::move(tenant)};
}

// A cache in front of a credential whose tokens are named "1", "2", … and live for an hour.
struct cached {
    scripted_host machine;
    kept_log log;
    std::chrono::seconds life{3600};
    std::optional<error> problem;  // in place of a token
    std::shared_ptr<scripted_credential> source =
        std::make_shared<scripted_credential>([this](int call, const token_request&) -> result<access_token> {
            if (problem) return *problem;
            return access_token{secret(std::to_string(call)), machine.wall_now() + life};
        });
    token_cache cache{source, machine, log};
    std::shared_ptr<bearer_tokens> tokens = cache.tokens_for(for_scope());
    asio::io_context loop{1};

    got_token get() { return run_on_loop(loop, tokens->get(deadline_after(std::chrono::seconds(30)))); }
    std::string text()
    {
        const auto token = get();
        return token ? (*token)->text.reveal() : token.error().detail;
    }
    std::string text_at_hand()
    {
        const auto token = tokens->at_hand();
        return token ? token->text.reveal() : "nothing";
    }
};

// A caller that waits, and what it got in the end.
struct caller {
    explicit caller(cached& of, deadline until = deadline_after(std::chrono::seconds(30)))
    {
        of.loop.restart();  // it stops whenever nothing is left to do
        asio::co_spawn(
            of.loop, of.tokens->get(until),
            asio::bind_cancellation_slot(
                stop.slot(), [this](std::exception_ptr, got_token answer) { got = std::move(answer); }));
    }
    asio::cancellation_signal stop;
    std::optional<got_token> got;
};

}  // namespace parley::identity::testing
