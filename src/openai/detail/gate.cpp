#include "openai/detail/gate.hpp"

#include <boost/asio/as_tuple.hpp>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t waiting_max = 4096;  // a request is some kilobytes, and its caller waits as well
constexpr auto closed_max = 60s;           // then one asks again, whatever the host has said

error busy_for(deadline::duration wait)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
    return {errc::upstream_busy, "the model service takes no more requests now: it has asked for a pause",
            std::max(seconds, 0s)};
}

}  // namespace

// A place in the queue, given up however the waiting ends.
class gate::queued {
public:
    queued(gate& at, asio::any_io_executor loop)
        : at_(at), place_(at.waiting_.insert(at.waiting_.end(), waiter{asio::steady_timer(std::move(loop))}))
    {
    }
    queued(const queued&) = delete;
    queued& operator=(const queued&) = delete;
    ~queued()
    {
        at_.waiting_.erase(place_);
        at_.wake_front();
    }

    bool is_first() const { return place_ == at_.waiting_.begin(); }
    waiter& self() const { return *place_; }

private:
    gate& at_;
    place place_;
};

void gate::pass::answered()
{
    if (from_ != nullptr) std::exchange(from_, nullptr)->came_back(generation_, outcome::answered);
}

void gate::pass::give_back()
{
    if (from_ != nullptr) std::exchange(from_, nullptr)->came_back(generation_, outcome::came_to_nothing);
}

void gate::pass::refused(deadline told_until)
{
    if (from_ == nullptr) return;
    gate& at = *std::exchange(from_, nullptr);
    at.sign_->raise(std::min(told_until, deadline_after(closed_max)), told_until);
    // Those that left with the first one that was refused only repeat what it was told.
    if (generation_ == at.generation_ || at.sign_->closed_until() > at.seen_) at.hold_back();
}

asio::awaitable<result<gate::pass>> gate::enter(std::chrono::milliseconds wait_max, deadline until)
{
    const deadline now = std::chrono::steady_clock::now();
    if (waiting_.empty() && may_leave(now)) co_return leave();
    if (auto worth = worth_waiting(wait_max, until, now); !worth) co_return worth.error();
    if (waiting_.size() >= waiting_max)
        co_return error{errc::busy, "too many requests wait for the model service; try again later"};
    auto waited = co_await wait_for_turn(wait_max, until);
    if (!waited) co_return waited.error();
    co_return leave();
}

asio::awaitable<result<void>> gate::wait_for_turn(std::chrono::milliseconds wait_max, deadline until)
{
    const queued me(*this, co_await asio::this_coro::executor);
    for (;;) {
        const deadline now = std::chrono::steady_clock::now();
        if (me.is_first() && may_leave(now)) co_return result<void>();
        if (auto worth = worth_waiting(wait_max, until, now); !worth) co_return worth.error();
        if (now >= until) co_return error{errc::timed_out, "the deadline passed in the queue of the model"};

        const bool opens_for_me = me.is_first() && seen_ > now;
        me.self().woken = false;
        me.self().timer.expires_at(opens_for_me ? std::min(seen_, until) : until);
        const auto [ec] = co_await me.self().timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (ec && !me.self().woken)
            co_return error{errc::cancelled, "stopped while waiting to ask the model"};
    }
}

bool gate::may_leave(deadline now)
{
    if (sign_->closed_until() > seen_) hold_back();
    return now >= seen_ && (!careful_ || under_way_ < under_way_max_);
}

std::chrono::milliseconds gate::pause(deadline now)
{
    if (may_leave(now) || now >= seen_) return 0ms;
    return std::chrono::ceil<std::chrono::milliseconds>(seen_ - now);
}

result<void> gate::worth_waiting(std::chrono::milliseconds wait_max, deadline until, deadline now) const
{
    const deadline told = sign_->told_until();
    const bool closed = now < seen_;
    if (closed && (told - now > wait_max || told >= until)) return busy_for(told - now);
    if (wait_max == 0ms) return busy_for(0s);
    return {};
}

gate::pass gate::leave()
{
    ++under_way_;
    return {*this, generation_};
}

void gate::hold_back()
{
    seen_ = std::max(seen_, sign_->closed_until());
    careful_ = true;
    under_way_max_ = 1;
    under_way_ = 0;
    ++generation_;
    // All of them: for some the pause may now be too long.
    for (auto each = waiting_.begin(); each != waiting_.end(); ++each) wake(each);
}

void gate::came_back(std::uint64_t generation, outcome how)
{
    if (generation != generation_) return;
    --under_way_;
    if (careful_ && how == outcome::answered) {
        ++under_way_max_;
        careful_ = !waiting_.empty();
    }
    wake_front();
}

void gate::wake(place who)
{
    who->woken = true;
    who->timer.cancel();
}

void gate::wake_front()
{
    if (!waiting_.empty()) wake(waiting_.begin());
}

}  // namespace parley::openai
