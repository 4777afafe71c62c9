#include "http/detail/watchdog.hpp"

#include <algorithm>
#include <utility>

namespace parley::http {
namespace {

// A sweep looks at every connection, so sweeps must not follow each other too closely.
constexpr std::chrono::milliseconds grain{20};

}  // namespace

watchdog::watch::watch(watchdog& owner) : owner_(owner)
{
    owner_.watches_.push_back(*this);
    ++owner_.busy_;
}

watchdog::watch::~watch()
{
    owner_.watches_.erase(owner_.watches_.iterator_to(*this));
    if (!is_idle_) owner_.count_out();
}

void watchdog::watch::give_up_at(deadline until)
{
    until_ = until;
    if (std::exchange(is_idle_, false)) ++owner_.busy_;
    if (until < owner_.wakes_at_) owner_.wake_at(until);
}

void watchdog::watch::idle_until(deadline until)
{
    until_ = until;
    if (!std::exchange(is_idle_, true)) owner_.count_out();
}

// A timer that nobody needs would keep the loop running.
void watchdog::count_out()
{
    if (--busy_ != 0) return;
    timer_.cancel();
    wakes_at_ = deadline::max();
}

void watchdog::wake_at(deadline at)
{
    wakes_at_ = at;
    timer_.expires_at(at);
    timer_.async_wait([alive = std::weak_ptr(alive_)](const boost::system::error_code& ec) {
        if (const auto self = ec ? nullptr : alive.lock()) (*self)->sweep();
    });
}

void watchdog::sweep()
{
    const auto now = std::chrono::steady_clock::now();
    auto next = deadline::max();
    for (watch& each : watches_) {
        if (each.until_ <= now) {
            each.rest();
            each.gave_up_ = true;
            each.give_up();
        }
        if (!each.is_idle_) next = std::min(next, each.until_);
    }
    wakes_at_ = deadline::max();
    if (next != deadline::max()) wake_at(std::max(next, now + grain));
}

}  // namespace parley::http
