#include "server/heartbeat.hpp"

#include <boost/asio/redirect_error.hpp>

namespace parley::server {

void heartbeat::tick(deadline now)
{
    for (auto* stream : streams_) stream->tick(now);
}

asio::awaitable<void> heartbeat::run(std::chrono::milliseconds period)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;) {
        boost::system::error_code stopped;
        timer.expires_after(period);
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
        if (stopped) co_return;
        tick(std::chrono::steady_clock::now());
    }
}

}  // namespace parley::server
