// What one deployment has last said about when to come back, for all who ask it.
//
// Thread-safe: one sign may be shared by the loops of a process, so that a refusal on one slows the others.
#pragma once

#include "base/deadline.hpp"

#include <atomic>

namespace parley::openai {

class busy_sign {
public:
    // Nobody asks before `closed_until`; `told_until` is what the host said, which may be much later.
    void raise(deadline closed_until, deadline told_until) noexcept
    {
        lift(told_until_, told_until);
        lift(closed_until_, closed_until);
    }

    deadline closed_until() const noexcept { return read(closed_until_); }
    deadline told_until() const noexcept { return read(told_until_); }

private:
    using ticks = deadline::rep;

    static deadline read(const std::atomic<ticks>& from) noexcept
    {
        return deadline(deadline::duration(from.load(std::memory_order_acquire)));
    }

    // The later one stays.
    static void lift(std::atomic<ticks>& to, deadline at) noexcept
    {
        const ticks wanted = at.time_since_epoch().count();
        ticks known = to.load(std::memory_order_relaxed);
        while (known < wanted && !to.compare_exchange_weak(known, wanted, std::memory_order_release)) {
        }
    }

    std::atomic<ticks> closed_until_ = 0;
    std::atomic<ticks> told_until_ = 0;
};

}  // namespace parley::openai
