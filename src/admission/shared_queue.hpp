// The fair queue of a process, for the coroutines of all its loops.
//
// Thread-safe. Whoever is let in is woken on the loop that waits; what the queue says of waits is an
// estimate, made of how long those who were served took.
#pragma once

#include "admission/fair_queue.hpp"
#include "base/bell.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace parley::admission {

// How it looks for one place.
struct prospect {
    standing now = standing::waiting;
    std::size_t position = 0;                            // from 1 while it waits
    std::size_t open_of_user = 0;                        // places of its user, itself included
    std::optional<std::chrono::milliseconds> wait = {};  // nothing: nobody has been served yet
};

class shared_queue {
public:
    explicit shared_queue(queue_limits limits) : queue_(limits) {}

    const queue_limits& limits() const { return queue_.limits(); }

    // A place is given up when it is destroyed. Belongs to the loop it was made for.
    class place {
    public:
        place(shared_queue& in, std::string user, const asio::any_io_executor& loop);
        ~place();

        place(const place&) = delete;
        place& operator=(const place&) = delete;

        prospect look();

        // Until it may look different, or `until`.
        asio::awaitable<void> wait(deadline until) { return changed_->wait(until); }

    private:
        shared_queue& in_;
        std::shared_ptr<bell> changed_;
        fair_queue::place where_;
        std::optional<deadline> served_since_;
    };

private:
    std::optional<std::chrono::milliseconds> estimate(const fair_queue::place& where) const;
    void remember(std::chrono::milliseconds taken);

    std::mutex guard_;  // of what follows
    fair_queue queue_;
    std::optional<std::chrono::milliseconds> usual_time_;  // to be served, of late
};

}  // namespace parley::admission
