// Owns the coroutines that run beside you on one loop, so that nothing is left behind.
//
// Not thread-safe: a group belongs to the loop of its executor. Stopping is `cancel(total)`, then
// `wait`, then `cancel(terminal)` for those who did not listen.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <cstddef>
#include <list>

namespace parley {

class task_group {
public:
    explicit task_group(asio::any_io_executor executor);
    ~task_group();  // every task must have ended: await `wait` first

    task_group(const task_group&) = delete;
    task_group& operator=(const task_group&) = delete;

    // Starts `task`. An exception out of it is a bug and is rethrown from the loop's run().
    void spawn(asio::awaitable<void> task);

    // Asks every running task to stop.
    void cancel(asio::cancellation_type type);

    // Returns when no task runs any more, or errc::timed_out at `until`. One waiter at a time.
    asio::awaitable<result<void>> wait(deadline until);

    std::size_t size() const { return running_.size(); }

private:
    asio::any_io_executor executor_;
    std::list<asio::cancellation_signal> running_;
    asio::steady_timer all_done_;
};

}  // namespace parley
