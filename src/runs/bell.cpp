#include "runs/bell.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>

namespace parley::runs {

void bell::ring()
{
    if (rung_.exchange(true)) return;
    asio::dispatch(timer_.get_executor(), [self = shared_from_this()] { self->timer_.cancel(); });
}

asio::awaitable<void> bell::wait()
{
    boost::system::error_code woken;  // by a ring; a cancelled coroutine throws at its next wait
    while (!rung_.exchange(false))
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

}  // namespace parley::runs
