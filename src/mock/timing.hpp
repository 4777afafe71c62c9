// How long an answer waits, event by event: drawn from spreads with a seed, or as it was recorded. Then
// longer by how it was when the request came: an answer is slow or fast as a whole.
//
// Never negative, and never more than a day. A log-normal spread has `mean_ms` as its median, and two thirds
// of it lie between median / (1 + deviation / median) and median + deviation.
#pragma once

#include "mock/random.hpp"
#include "mock/reply.hpp"

#include <memory>

namespace parley::mock {

// One length, in milliseconds.
double draw_ms(const spread& from, random_numbers& random);

// How it was when a request came.
struct moment {
    std::size_t others = 0;               // answers under way beside this one
    std::chrono::nanoseconds since = {};  // the times took effect
};

// How many times as long all waits of an answer are: by load, by the time of the run and by chance. The same
// seed and number give the same chance.
double slowness(const timing& how, const moment& now, std::uint64_t seed, std::uint64_t number);

class wait_maker {
public:
    // No timing: no waits.
    wait_maker(std::shared_ptr<const timing> how, std::uint64_t seed, std::uint64_t number,
               std::size_t input_tokens = 0, const moment& now = {});

    // Speed 0, or no timing: nothing ever waits.
    bool never_waits() const { return !how_ || how_->speed <= 0; }

    // A recording has a time for every event; spreads have one for those that carry text.
    bool waits_for_every_event() const { return how_ && !how_->recorded_ms.empty(); }

    std::chrono::nanoseconds before_first();
    std::chrono::nanoseconds before_next();

    // What a whole answer of so many events waits.
    std::chrono::nanoseconds in_all(std::size_t events);

private:
    std::chrono::nanoseconds at_speed(double ms) const;

    std::shared_ptr<const timing> how_;
    random_numbers random_;
    double slowness_ = 1;
    double prefill_ms_ = 0;
    std::size_t recorded_ = 0;  // the next one to wait for
};

}  // namespace parley::mock
