// Owns the sessions of one loop: runs them, ends what is overdue, waits until they are gone.
//
// One timer sweeps over all of them instead of one timer each; it rests while there is none. A timeout is
// noticed up to one sweep late. Belongs to one loop.
#pragma once

#include "http/detail/session.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <list>

namespace parley::http {

class session_list : public std::enable_shared_from_this<session_list> {
public:
    session_list(asio::io_context& loop, std::chrono::milliseconds sweep_every)
        : loop_(loop), sweep_every_(sweep_every), sweep_(loop), all_gone_(loop, deadline::max())
    {
    }

    // Runs `work`, which is a coroutine of `one`, until it ends.
    void run(std::shared_ptr<session> one, asio::awaitable<void> work);

    std::size_t size() const { return sessions_.size(); }
    void drain();
    void cut(asio::cancellation_type type);

    // Returns when none is left, or errc::timed_out at `until`.
    asio::awaitable<result<void>> wait(deadline until);

private:
    void sweep_later();

    asio::io_context& loop_;
    std::chrono::milliseconds sweep_every_;
    asio::steady_timer sweep_;
    asio::steady_timer all_gone_;
    std::list<std::shared_ptr<session>> sessions_;
    bool sweeping_ = false;
};

}  // namespace parley::http
