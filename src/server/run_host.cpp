#include "server/run_host.hpp"

#include "server/errors.hpp"
#include "server/visitor.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>

#include <algorithm>

namespace parley::server {
namespace {

using namespace std::chrono_literals;

constexpr auto sweep_period = 1s;

error nobody_reads()
{
    return {errc::cancelled, "The answer was stopped, because nobody read it any more."};
}

error server_stops()
{
    return {errc::busy, "The server is being stopped. Ask again in a moment."};
}

}  // namespace

run_host::run_host(asio::any_io_executor loop, runs::registry& all, heartbeat& beats, log_sink& log,
                   unread_limits limits)
    : loop_(std::move(loop)),
      all_(all),
      beats_(beats),
      place_(beats.add(*this)),
      log_(log),
      limits_(limits),
      tasks_(loop_)
{
}

run_host::~run_host()
{
    beats_.remove(place_);
}

std::shared_ptr<runs::run> run_host::open(std::string owner)
{
    return stopping_ ? nullptr : all_.open(random_name(), std::move(owner), loop_);
}

void run_host::start(std::unique_ptr<live_run> one, asio::awaitable<result<void>> work)
{
    const auto where = live_.insert(live_.end(), std::move(one));
    (*where)->of->when_stopped([this, where](const error& why) { end(**where, why); });
    tasks_.spawn(carry(where, std::move(work)));
}

asio::awaitable<void> run_host::carry(place where, asio::awaitable<result<void>> work)
{
    auto& one = **where;
    auto answering =
        asio::co_spawn(loop_, std::move(work),
                       asio::bind_cancellation_slot(one.cancel.slot(), asio::as_tuple(asio::use_awaitable)));
    auto [thrown, returned] = co_await std::move(answering);
    const auto outcome = outcome_of(one, thrown, std::move(returned));
    const auto now = std::chrono::steady_clock::now();
    if (outcome)
        one.sink.finish(now);
    else
        one.sink.fail(for_clients(outcome.error(), one.request_id, log_), one.request_id, now);
    live_.erase(where);
}

// A bug in one answer must not end the others.
result<void> run_host::outcome_of(const live_run& one, std::exception_ptr thrown, result<void> returned)
{
    if (one.stopped) return *one.stopped;
    if (!thrown) return returned;
    try {
        std::rethrow_exception(std::move(thrown));
    } catch (const std::exception& fault) {
        log_.write(log_level::error, "run_threw", {{"id", one.request_id}, {"what", fault.what()}});
    } catch (...) {
        log_.write(log_level::error, "run_threw", {{"id", one.request_id}, {"what", "no exception of std"}});
    }
    return error{errc::storage, "The request could not be answered because of a fault in the server."};
}

void run_host::end(live_run& one, const error& why)
{
    if (one.stopped) return;
    one.stopped = why;
    log_.write(log_level::info, "run_stopped", {{"id", one.request_id}, {"why", why.detail}});
    one.cancel.emit(asio::cancellation_type::terminal);
}

void run_host::tick(deadline now)
{
    for (auto& one : live_) one->sink.tick(now);
    end_unread(now);
    if (now < next_sweep_) return;
    next_sweep_ = now + sweep_period;
    all_.sweep(now);
}

void run_host::end_unread(deadline now)
{
    std::vector<std::pair<deadline, live_run*>> unread;
    for (auto& one : live_)
        if (const auto since = one->of->unread_since()) unread.emplace_back(*since, one.get());
    std::ranges::sort(unread);
    auto too_many = unread.size() - std::min(unread.size(), stopping_ ? 0 : limits_.runs_max);
    for (const auto& [since, one] : unread) {
        const bool is_one_too_many = too_many > 0;
        if (is_one_too_many) --too_many;
        if (is_one_too_many || now - since >= limits_.patience) end(*one, nobody_reads());
    }
}

asio::awaitable<void> run_host::stop(deadline grace)
{
    stopping_ = true;
    end_unread(std::chrono::steady_clock::now());
    const auto ended = co_await tasks_.wait(grace);
    if (ended) co_return;
    for (auto at = live_.begin(); at != live_.end();) end(**at++, server_stops());
    // However long one takes to hear of it: what runs on would write to a sink that is gone.
    co_await tasks_.wait(deadline::max());
}

}  // namespace parley::server
