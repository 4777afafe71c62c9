#include "admission/shared_queue.hpp"

namespace parley::admission {

using std::chrono::milliseconds;

shared_queue::place::place(shared_queue& in, std::string user, const asio::any_io_executor& loop)
    : in_(in),
      changed_(std::make_shared<bell>(loop)),
      where_(std::move(user), [woken = changed_.get()] { woken->ring(); })
{
    const std::lock_guard lock(in_.guard_);
    in_.queue_.enter(where_);
}

shared_queue::place::~place()
{
    const std::lock_guard lock(in_.guard_);
    if (served_since_)
        in_.remember(
            std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - *served_since_));
    in_.queue_.leave(where_);
}

prospect shared_queue::place::look()
{
    const std::lock_guard lock(in_.guard_);
    if (where_.now() == standing::served && !served_since_) served_since_ = std::chrono::steady_clock::now();
    return {where_.now(), where_.position(), in_.queue_.open_of(where_), in_.estimate(where_)};
}

// As if one were let in whenever the usual time has passed once for each that is served at a time.
std::optional<milliseconds> shared_queue::estimate(const fair_queue::place& where) const
{
    const auto& limits = queue_.limits();
    const auto at_once = limits.served_max > 0 ? limits.served_max : limits.served_per_user_max;
    if (!usual_time_ || at_once == 0) return std::nullopt;
    // Whoever was turned away would come last: of all, or of its user when only that is limited.
    const auto last = (limits.served_max > 0 ? queue_.waiting() : queue_.open_of(where)) + 1;
    const auto ahead = where.position() > 0 ? where.position() : last;
    return *usual_time_ * static_cast<milliseconds::rep>(ahead) / static_cast<milliseconds::rep>(at_once);
}

// An eighth of what is new, as TCP reckons its round trips (RFC 6298).
void shared_queue::remember(milliseconds taken)
{
    usual_time_ = usual_time_ ? (*usual_time_ * 7 + taken) / 8 : taken;
}

}  // namespace parley::admission
