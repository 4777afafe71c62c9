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

bool is_within(std::string_view wanted_scope, const std::string& scope)
{
    return wanted_scope.empty() || scope == wanted_scope;
}

}  // namespace

// Stands in a coroutine's frame while it waits. A cancelled coroutine takes it away with itself.
struct live_stage::wait {
    deadline until;
    asio::steady_timer timer;
    bool is_released = false;  // and goes on as soon as the loop comes to it

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

// One that was released for all scopes lets through whoever comes first.
bool live_stage::was_released_early(const pause_point& at)
{
    for (const auto scope : {at.scope, std::string_view()}) {
        const auto early = released_early_.find({std::string(scope), std::string(at.name)});
        if (early == released_early_.end()) continue;
        if (--early->second == 0) released_early_.erase(early);
        return true;
    }
    return false;
}

asio::awaitable<void> live_stage::wait_at(pause_point at)
{
    if (was_released_early(at)) co_return;
    wait mine(co_await asio::this_coro::executor, deadline::max());
    struct listed {
        std::multimap<point, wait*>& in;
        std::multimap<point, wait*>::iterator at;
        ~listed() { in.erase(at); }
    };
    point here{std::string(at.scope), std::string(at.name)};
    const listed while_waiting{paused_, paused_.emplace(std::move(here), &mine)};
    co_await mine.timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

void live_stage::advance(std::chrono::nanoseconds by)
{
    now_ += std::chrono::duration_cast<deadline::duration>(by);
    for (auto* each : waiting_)
        if (each->until <= now_) each->timer.cancel();
}

// Those that were let go before are on their way already.
std::size_t live_stage::let_go(const std::function<bool(const point&)>& is_meant)
{
    std::size_t count = 0;
    for (const auto& [where, each] : paused_) {
        if (each->is_released || !is_meant(where)) continue;
        each->is_released = true;
        each->timer.cancel();
        ++count;
    }
    return count;
}

std::size_t live_stage::release(pause_point at)
{
    const auto count =
        let_go([&](const point& where) { return where.name == at.name && is_within(at.scope, where.scope); });
    if (count == 0 && released_early_.size() < early_releases_max)
        ++released_early_[{std::string(at.scope), std::string(at.name)}];
    return count;
}

std::map<std::string, std::size_t> live_stage::paused(std::string_view scope) const
{
    std::map<std::string, std::size_t> waiting;
    for (const auto& [where, each] : paused_)
        if (!each->is_released && is_within(scope, where.scope)) ++waiting[where.name];
    return waiting;
}

void live_stage::reset(std::string_view scope)
{
    std::erase_if(released_early_, [&](const auto& early) { return is_within(scope, early.first.scope); });
    let_go([&](const point& where) { return is_within(scope, where.scope); });
}

}  // namespace parley::mock
