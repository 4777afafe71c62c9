#include "identity/detail/one_at_a_time.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

namespace parley::identity {

struct one_at_a_time::waiter {
    explicit waiter(asio::steady_timer timer) : woken(std::move(timer)) {}

    asio::steady_timer woken;  // touched on its own loop only
    bool has_turn = false;     // under the mutex
};

// In the queue, and out of it in every way a coroutine can end, also with its loop.
class one_at_a_time::place {
public:
    place(one_at_a_time& of, std::shared_ptr<waiter> me) : of_(of), me_(std::move(me))
    {
        const std::lock_guard lock(of_.mutex_);
        me_->has_turn = !std::exchange(of_.taken_, true);
        if (!me_->has_turn) of_.queue_.push_back(me_);
    }

    place(const place&) = delete;
    place& operator=(const place&) = delete;

    ~place()
    {
        if (take_turn()) of_.end_turn();
    }

    bool has_turn() const
    {
        const std::lock_guard lock(of_.mutex_);
        return me_->has_turn;
    }

    // Whether there was one; the queue is left either way.
    bool take_turn()
    {
        const std::lock_guard lock(of_.mutex_);
        of_.queue_.remove(me_);
        return std::exchange(me_->has_turn, false);
    }

private:
    one_at_a_time& of_;
    std::shared_ptr<waiter> me_;
};

asio::awaitable<result<one_at_a_time::turn>> one_at_a_time::enter(deadline until)
{
    const auto loop = co_await asio::this_coro::executor;
    const auto me = std::make_shared<waiter>(asio::steady_timer(loop, until));
    place mine(*this, me);
    if (!mine.has_turn()) {
        boost::system::error_code ignored;  // of the three ways to wake, the state tells which it was
        co_await me->woken.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        co_return error{errc::cancelled, "stopped while others were asking for a token"};
    if (!mine.take_turn()) co_return error{errc::timed_out, "others were still asking for a token"};
    co_return turn(*this);
}

void one_at_a_time::end_turn()
{
    const std::lock_guard lock(mutex_);
    taken_ = !queue_.empty();
    if (!taken_) return;
    const auto next = queue_.front();
    queue_.pop_front();
    next->has_turn = true;
    // Posted under the lock: the waiter cannot have left its loop before it has left the queue.
    asio::post(next->woken.get_executor(),
               [next] { next->woken.expires_at(asio::steady_timer::time_point::min()); });
}

}  // namespace parley::identity
