// How long a token may be used, and from when on a newer one is worth asking for. No I/O.
//
// Two clocks: the wall says when a token expires, the steady clock how much time has passed since it was
// asked for. What leaves less time counts, so a wall clock that is set back keeps no dead token alive, and a
// computer that slept does not either.
#pragma once

#include "identity/credential.hpp"

namespace parley::identity {

struct instant {
    wall_time wall;
    std::chrono::steady_clock::time_point steady;
};

enum class token_age {
    fresh,   // use it
    ageing,  // use it, and ask for a newer one meanwhile
    old,     // wait for a newer one; it may work for some seconds more
    dead,
};

// A token is not given out for longer than this before it expires: requests take time to arrive.
constexpr std::chrono::seconds token_margin{30};

class token_life {
public:
    token_life() = default;  // dead

    // `jitter`, 0 to 1: of all the processes that got a token together, not all ask again together.
    token_life(const access_token& token, instant asked_at, double jitter);

    token_age age_at(instant now) const;

private:
    std::chrono::nanoseconds left_at(instant now) const;

    wall_time expires_on_ = wall_time::min();
    std::chrono::steady_clock::time_point asked_at_ = {};
    std::chrono::nanoseconds life_{0};            // from `asked_at_` on
    std::chrono::nanoseconds refresh_margin_{0};  // ageing with so much left
};

}  // namespace parley::identity
