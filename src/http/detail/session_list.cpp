#include "http/detail/session_list.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/redirect_error.hpp>

namespace parley::http {

void session_list::run(std::shared_ptr<session> one, asio::awaitable<void> work)
{
    const auto slot = one->cancelled_by();
    const auto place = sessions_.insert(sessions_.end(), std::move(one));
    asio::co_spawn(
        loop_, std::move(work),
        asio::bind_cancellation_slot(slot, [self = shared_from_this(), place](std::exception_ptr thrown) {
            self->sessions_.erase(place);
            if (self->sessions_.empty()) self->all_gone_.cancel();
            if (thrown) std::rethrow_exception(thrown);
        }));
    if (!sweeping_) sweep_later();
}

void session_list::sweep_later()
{
    sweeping_ = true;
    sweep_.expires_after(sweep_every_);
    sweep_.async_wait([self = shared_from_this()](boost::system::error_code) {
        const auto now = std::chrono::steady_clock::now();
        for (auto place = self->sessions_.begin(); place != self->sessions_.end();) {
            const auto one = *place++;
            one->expire(now);
        }
        self->sweeping_ = false;
        if (!self->sessions_.empty()) self->sweep_later();
    });
}

void session_list::drain()
{
    for (const auto& one : sessions_) one->drain();
}

void session_list::cut(asio::cancellation_type type)
{
    // A cancelled operation may end its session at once and take it off the list: step past it first.
    for (auto place = sessions_.begin(); place != sessions_.end();) {
        const auto one = *place++;
        one->cut(type);
    }
}

asio::awaitable<result<void>> session_list::wait(deadline until)
{
    while (!sessions_.empty()) {
        if (std::chrono::steady_clock::now() >= until)
            co_return error{errc::timed_out, "Connections were still open at the end of the grace period."};
        boost::system::error_code ended;
        all_gone_.expires_at(until);
        co_await all_gone_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
    }
    sweep_.cancel();
    co_return result<void>{};
}

}  // namespace parley::http
