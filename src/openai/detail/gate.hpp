// Lets requests to one deployment out, and holds all of them back when it has said that it is busy.
//
// Belongs to one loop; the `busy_sign` behind it may be shared with others. After a refusal nobody leaves
// until the wait is over; then one goes, and with each that comes back well one more may be under way, until
// the queue is empty. Who waits leaves in the order of coming.
#pragma once

#include "openai/busy_sign.hpp"

#include <boost/asio/steady_timer.hpp>

#include <list>
#include <memory>

namespace parley::openai {

class gate {
public:
    // A try that is under way. Must not outlive the gate.
    class pass {
    public:
        pass() = default;
        pass(pass&& other) noexcept
            : from_(std::exchange(other.from_, nullptr)), generation_(other.generation_)
        {
        }
        pass& operator=(pass&& other) noexcept
        {
            std::swap(from_, other.from_);
            std::swap(generation_, other.generation_);
            return *this;
        }
        ~pass() { give_back(); }

        // The host has answered, and is not busy.
        void answered();

        // The host has asked for a pause until then.
        void refused(deadline told_until);

        // It came to nothing, which says nothing about the host.
        void give_back();

    private:
        friend class gate;
        pass(gate& from, std::uint64_t generation) : from_(&from), generation_(generation) {}

        gate* from_ = nullptr;
        std::uint64_t generation_ = 0;
    };

    explicit gate(std::shared_ptr<busy_sign> sign) : sign_(std::move(sign)) {}

    // errc::upstream_busy with `retry_after` when the pause is longer than `wait_max` or lasts to `until`;
    // with a `wait_max` of nothing also when others must go first. errc::cancelled, errc::busy.
    asio::awaitable<result<pass>> enter(std::chrono::milliseconds wait_max, deadline until);

    // How long nobody may leave, as of now.
    std::chrono::milliseconds pause(deadline now);

private:
    struct waiter {
        asio::steady_timer timer;
        bool woken = false;  // by us: the timer was neither late nor cancelled by the caller
    };
    using place = std::list<waiter>::iterator;
    class queued;

    bool may_leave(deadline now);
    result<void> worth_waiting(std::chrono::milliseconds wait_max, deadline until, deadline now) const;
    asio::awaitable<result<void>> wait_for_turn(std::chrono::milliseconds wait_max, deadline until);
    pass leave();
    void hold_back();
    enum class outcome { answered, came_to_nothing };
    void came_back(std::uint64_t generation, outcome how);
    void wake(place who);
    void wake_front();

    std::shared_ptr<busy_sign> sign_;
    deadline seen_ = {};             // of the sign, as of the last look
    bool careful_ = false;           // since a refusal, until the queue is empty
    std::size_t under_way_max_ = 0;  // while careful
    std::size_t under_way_ = 0;      // of this generation
    std::uint64_t generation_ = 0;   // counts refusals: who left before one says nothing about after it
    std::list<waiter> waiting_;
};

}  // namespace parley::openai
