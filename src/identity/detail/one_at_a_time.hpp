// Lets callers from any loop through one after the other, in the order they came.
//
// Thread-safe. The end of a turn gives it to the next, who is woken on its own loop.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <list>
#include <memory>
#include <mutex>

namespace parley::identity {

class one_at_a_time {
public:
    // While it lives, nobody else has one. It must not outlive its giver.
    class turn {
    public:
        turn() = default;
        explicit turn(one_at_a_time& giver) : giver_(&giver) {}
        turn(turn&& other) noexcept : giver_(std::exchange(other.giver_, nullptr)) {}
        turn& operator=(turn&& other) noexcept
        {
            std::swap(giver_, other.giver_);
            return *this;
        }
        ~turn()
        {
            if (giver_ != nullptr) giver_->end_turn();
        }

    private:
        one_at_a_time* giver_ = nullptr;
    };

    // errc::timed_out at `until`; errc::cancelled with the caller.
    asio::awaitable<result<turn>> enter(deadline until);

private:
    struct waiter;
    class place;

    void end_turn();

    std::mutex mutex_;
    bool taken_ = false;
    std::list<std::shared_ptr<waiter>> queue_;
};

}  // namespace parley::identity
