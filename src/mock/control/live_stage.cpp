#include "mock/control/live_stage.hpp"

#include <boost/asio/as_tuple.hpp>

namespace parley::mock {
namespace {

constexpr std::size_t early_releases_max = 1000;  // names

// Apart from the virtual clock's: this frame is there for every open stream.
asio::awaitable<void> wait_for_clock(deadline until)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, until);
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace

// Stands in a coroutine's frame while it waits. A cancelled coroutine takes it away with itself.
struct live_stage::wait {
    deadline until;
    asio::steady_timer timer;

    wait(const asio::any_io_executor& executor, deadline at) : until(at), timer(executor, deadline::max()) {}
};

deadline live_stage::now() const
{
    return kind_ == clock_kind::real ? std::chrono::steady_clock::now() : now_;
}

asio::awaitable<void> live_stage::wait_until(deadline until)
{
    return kind_ == clock_kind::real ? wait_for_clock(until) : wait_for_advance(until);
}

asio::awaitable<void> live_stage::wait_for_advance(deadline until)
{
    if (until <= now_) co_return;
    wait mine(co_await asio::this_coro::executor, until);
    struct listed {
        std::list<wait*>& in;
        std::list<wait*>::iterator at;
        ~listed() { in.erase(at); }
    };
    const listed while_waiting{waiting_, waiting_.insert(waiting_.end(), &mine)};
    while (mine.until > now_) {
        co_await mine.timer.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
        if (cancelled != asio::cancellation_type::none) co_return;
    }
}

asio::awaitable<void> live_stage::wait_at(std::string_view name)
{
    if (const auto early = released_early_.find(name); early != released_early_.end()) {
        if (--early->second == 0) released_early_.erase(early);
        co_return;
    }
    wait mine(co_await asio::this_coro::executor, deadline::max());
    struct listed {
        std::multimap<std::string, wait*, std::less<>>& in;
        std::multimap<std::string, wait*, std::less<>>::iterator at;
        ~listed() { in.erase(at); }
    };
    const listed while_waiting{paused_, paused_.emplace(std::string(name), &mine)};
    co_await mine.timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

void live_stage::advance(std::chrono::nanoseconds by)
{
    now_ += std::chrono::duration_cast<deadline::duration>(by);
    for (auto* each : waiting_)
        if (each->until <= now_) each->timer.cancel();
}

std::size_t live_stage::release(const std::string& name)
{
    const auto [first, last] = paused_.equal_range(name);
    std::size_t count = 0;
    for (auto at = first; at != last; ++at, ++count) at->second->timer.cancel();
    if (count == 0 && released_early_.size() < early_releases_max) ++released_early_[name];
    return count;
}

std::map<std::string, std::size_t> live_stage::paused() const
{
    std::map<std::string, std::size_t> waiting;
    for (const auto& [name, each] : paused_) ++waiting[name];
    return waiting;
}

void live_stage::reset()
{
    released_early_.clear();
    for (auto& [name, each] : paused_) each->timer.cancel();
}

}  // namespace parley::mock
