// Who is served next when more want to be than may be at once: users take turns, and what one user asked is
// served in its order.
//
// No I/O, no clock, no locks. When more wait than may, the user with the most of them loses the latest one,
// so that nobody fills the queue against the others.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace parley::admission {

struct queue_limits {
    std::size_t served_max = 0;           // at once, of all users; 0: any number
    std::size_t served_per_user_max = 0;  // at once, of one user; 0: any number
    std::size_t waiting_max = 256;        // of all users
};

enum class standing { waiting, served, turned_away };

class fair_queue {
public:
    // One request's, from `enter` to `leave`; it stays where it is in memory meanwhile.
    class place {
    public:
        // `changed` is called when the queue moves it, by whatever call of the queue does.
        place(std::string user, std::function<void()> changed)
            : user_(std::move(user)), changed_(std::move(changed))
        {
        }
        place(const place&) = delete;
        place& operator=(const place&) = delete;

        standing now() const { return now_; }
        std::size_t position() const { return position_; }  // from 1 while it waits; else 0

    private:
        friend class fair_queue;
        void move_to(standing now, std::size_t position);

        const std::string user_;
        const std::function<void()> changed_;
        standing now_ = standing::waiting;
        std::size_t position_ = 0;
    };

    explicit fair_queue(queue_limits limits) : limits_(limits) {}

    // Afterwards it is served, waits, or was turned away.
    void enter(place& one);

    // It was served, or does not want to be any more. For each place that entered, once.
    void leave(place& one);

    // Of a user's places, those that are served or wait.
    std::size_t open_of(const place& one) const;

    const queue_limits& limits() const { return limits_; }
    std::size_t served() const { return served_; }
    std::size_t waiting() const { return waiting_; }

private:
    struct user {
        std::size_t served = 0;
        std::deque<place*> waiting;
    };
    using users = std::map<std::string, user, std::less<>>;

    void let_in();
    bool may_be_served(const user& who) const;
    void serve_first(users::iterator who);
    void turn_one_away();
    void forget_if_gone(users::iterator who);
    void number_places();

    const queue_limits limits_;
    users users_;
    std::deque<users::iterator> turns_;  // who has places that wait, in the order of their turns
    std::size_t served_ = 0;
    std::size_t waiting_ = 0;
};

}  // namespace parley::admission
