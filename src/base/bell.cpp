#include "base/bell.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>

namespace parley {

void bell::ring()
{
    if (rung_.exchange(true)) return;
    asio::dispatch(timer_.get_executor(), [self = shared_from_this()] { self->timer_.cancel(); });
}

asio::awaitable<void> bell::wait(deadline until)
{
    timer_.expires_at(until);
    while (!rung_.exchange(false) && std::chrono::steady_clock::now() < until) {
        boost::system::error_code woken;  // by a ring; a cancelled coroutine throws at its next wait
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
}

}  // namespace parley
