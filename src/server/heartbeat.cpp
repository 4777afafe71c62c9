#include "server/heartbeat.hpp"

#include <boost/asio/redirect_error.hpp>

namespace parley::server {

void heartbeat::tick(deadline now)
{
    for (auto* stream : streams_) stream->tick(now);
}

asio::awaitable<void> heartbeat::run(std::chrono::milliseconds period)
{
    // A cancellation that comes between two waits ends none, so it is looked for; it is no failure.
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto state = co_await asio::this_coro::cancellation_state;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (state.cancelled() == asio::cancellation_type::none) {
        boost::system::error_code stopped;
        timer.expires_after(period);
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
        if (!stopped) tick(std::chrono::steady_clock::now());
    }
}

}  // namespace parley::server
