// One coroutine's wait for something that another loop may announce.
//
// `ring` is thread-safe; `wait` belongs to the loop it was made with. A ring that nobody waits for is kept,
// so who looks first and waits then misses none; several count as one.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <memory>

namespace parley {

class bell : public std::enable_shared_from_this<bell> {
public:
    explicit bell(const asio::any_io_executor& loop) : timer_(loop, deadline::max()) {}

    void ring();

    // Until the next ring, or the one that came since the last wait, or `until`.
    asio::awaitable<void> wait(deadline until = deadline::max());

private:
    std::atomic<bool> rung_ = false;
    asio::steady_timer timer_;
};

}  // namespace parley
