#include "identity/detail/shared_token.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <list>

namespace parley::identity {
namespace {

constexpr std::chrono::seconds between_attempts{30};

error stopped()
{
    return {errc::cancelled, "no token is fetched any more: the program is ending"};
}

double random_share(const host& machine)
{
    std::byte chance{};
    machine.fill_random({&chance, 1});
    return std::to_integer<int>(chance) / 255.0;
}

}  // namespace

struct shared_token::flight {
    flight(const asio::any_io_executor& on, kept_for whose) : loop(on), whom(whose) {}

    asio::any_io_executor loop;
    kept_for whom;
    asio::cancellation_signal stop;  // touched only on `loop`
    std::list<std::shared_ptr<waiter>> waiting;
};

struct shared_token::waiter {
    asio::any_io_executor loop;
    asio::steady_timer* timer;  // null once its owner has gone; touched only on `loop`, as is the answer
    std::optional<outcome> answer = {};
    std::optional<std::list<std::shared_ptr<waiter>>::iterator> place = {};  // in the flight's list
};

// A place among those who wait, given up however the coroutine ends.
class shared_token::seat {
public:
    seat(shared_token& of, std::shared_ptr<flight> what, std::shared_ptr<waiter> who)
        : of_(of), what_(std::move(what)), who_(std::move(who))
    {
    }
    seat(const seat&) = delete;
    seat& operator=(const seat&) = delete;
    ~seat()
    {
        who_->timer = nullptr;
        of_.leave(*what_, *who_);
    }

private:
    shared_token& of_;
    std::shared_ptr<flight> what_;
    std::shared_ptr<waiter> who_;
};

// The end of a flight; one whose coroutine was destroyed with its loop counts as cancelled.
class shared_token::landing {
public:
    landing(shared_token& of, flight& what) : of_(of), what_(what), asked_at_(of.from_.now()) {}
    landing(const landing&) = delete;
    landing& operator=(const landing&) = delete;
    ~landing() { of_.land(what_, std::move(got_), asked_at_); }

    deadline until() const { return asked_at_.steady + of_.from_.flight_max; }
    void bring(result<access_token> got) { got_ = std::move(got); }

private:
    shared_token& of_;
    flight& what_;
    instant asked_at_;
    result<access_token> got_ = stopped();
};

shared_token::shared_token(token_source from, token_request request)
    : from_(std::move(from)), request_(std::move(request))
{
}

shared_token::~shared_token() = default;

std::shared_ptr<const access_token> shared_token::at_hand()
{
    const auto now = from_.now();
    const std::lock_guard lock(mutex_);
    const auto age = life_.age_at(now);
    if (age == token_age::fresh || (age == token_age::ageing && !is_due(now))) return token_;
    return nullptr;
}

asio::awaitable<result<std::shared_ptr<const access_token>>> shared_token::get(deadline until)
{
    const auto loop = co_await asio::this_coro::executor;
    const auto now = from_.now();
    asio::steady_timer timer(loop, until);
    std::shared_ptr<flight> begun;
    std::shared_ptr<flight> joined;
    std::shared_ptr<waiter> me;
    std::shared_ptr<const access_token> usable;
    {
        const std::lock_guard lock(mutex_);
        const auto age = life_.age_at(now);
        if (age == token_age::fresh || age == token_age::ageing) usable = token_;
        if (age == token_age::ageing && is_due(now)) begun = begin(kept_for::later, loop);
        if (!usable && is_stopped_) co_return stopped();
        if (!usable && !flight_) begun = begin(kept_for::those_who_wait, loop);
        if (!usable) {
            joined = flight_;
            me = std::make_shared<waiter>(waiter{loop, &timer});
            me->place = joined->waiting.insert(joined->waiting.end(), me);
        }
    }
    const auto kept_alive = shared_from_this();
    std::optional<seat> mine;
    if (me) mine.emplace(*this, joined, me);
    if (begun) launch(begun);
    if (usable) co_return usable;

    boost::system::error_code ec;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    if (me->answer) co_return *me->answer;
    if (ec) co_return error{errc::cancelled, "stopped while waiting for a token"};
    co_return error{errc::timed_out, "no token came before the deadline"};
}

void shared_token::reject(const access_token& refused)
{
    const std::lock_guard lock(mutex_);
    if (!token_ || token_->text.reveal() != refused.text.reveal()) return;
    // One of a wrong tenant or audience is refused however often it is fetched anew.
    const auto now = from_.now().steady;
    if (rejected_at_ && now - *rejected_at_ < between_attempts) return;
    rejected_at_ = now;
    token_.reset();
    life_ = {};
}

std::shared_ptr<const access_token> shared_token::accept(access_token token, instant asked_at)
{
    const std::lock_guard lock(mutex_);
    keep(std::move(token), asked_at);
    return token_;
}

bool shared_token::is_idle()
{
    const auto now = from_.now();
    const std::lock_guard lock(mutex_);
    return !flight_ && life_.age_at(now) == token_age::dead;
}

void shared_token::stop()
{
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    if (flight_)
        asio::post(flight_->loop, [ended = flight_] { ended->stop.emit(asio::cancellation_type::terminal); });
}

bool shared_token::is_due(instant now) const
{
    return !flight_ && !is_stopped_ && (!attempted_at_ || now.steady - *attempted_at_ >= between_attempts);
}

std::shared_ptr<shared_token::flight> shared_token::begin(kept_for whom, const asio::any_io_executor& loop)
{
    flight_ = std::make_shared<flight>(loop, whom);
    return flight_;
}

void shared_token::launch(const std::shared_ptr<flight>& what)
{
    asio::co_spawn(what->loop, fly(shared_from_this(), what),
                   asio::bind_cancellation_slot(what->stop.slot(), [what](std::exception_ptr thrown) {
                       if (thrown) std::rethrow_exception(thrown);
                   }));
}

asio::awaitable<void> shared_token::fly(std::shared_ptr<shared_token> self, std::shared_ptr<flight> what)
{
    landing end(*self, *what);
    try {
        auto got = co_await self->from_.credential->get_token(self->request_, end.until());
        end.bring(std::move(got));
    } catch (const boost::system::system_error& thrown) {
        // A stop that comes between two waits of the credential makes the second one throw. The landing
        // then says that it was stopped; out of here it would end the loop of whoever asked first.
        if (thrown.code() != asio::error::operation_aborted) throw;
    }
}

void shared_token::land(flight& what, result<access_token> got, instant asked_at)
{
    const auto now = from_.now();
    std::list<std::shared_ptr<waiter>> waiting;
    outcome answer = stopped();
    {
        const std::lock_guard lock(mutex_);
        if (flight_.get() == &what) flight_.reset();
        attempted_at_ = now.steady;
        if (got) keep(*got, asked_at);
        // A token that still works for some seconds is better than an error.
        if (got || life_.age_at(now) != token_age::dead)
            answer = token_;
        else
            answer = got.error();
        waiting.swap(what.waiting);
        for (const auto& each : waiting) each->place.reset();
    }
    if (!got && got.error().code != errc::cancelled)
        from_.log.write(log_level::warning, "token_not_fetched",
                        {{"credential", from_.credential->name()}, {"reason", got.error().detail}});
    for (const auto& each : waiting)
        asio::post(each->loop, [each, answer] {
            each->answer = answer;
            if (each->timer != nullptr) each->timer->expires_at(deadline::min());
        });
}

void shared_token::leave(flight& what, waiter& who)
{
    const std::lock_guard lock(mutex_);
    if (!who.place) return;
    what.waiting.erase(*who.place);
    who.place.reset();
    if (!what.waiting.empty() || what.whom != kept_for::those_who_wait || flight_.get() != &what) return;
    // Nobody waits any more. Who asks next begins anew, and does not meet the end of this one.
    asio::post(what.loop, [ended = flight_] { ended->stop.emit(asio::cancellation_type::terminal); });
    flight_.reset();
}

void shared_token::keep(access_token token, instant asked_at)
{
    life_ = token_life(token, asked_at, random_share(from_.machine));
    token_ = std::make_shared<const access_token>(std::move(token));
}

}  // namespace parley::identity
