#include "server/answer_host.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

namespace parley::server {

answer_host::answer_host(asio::any_io_executor loop, shared_answers& all, heartbeat& beats, log_sink& log)
    : loop_(std::move(loop)),
      all_(all),
      beats_(beats),
      place_(beats.add(*this)),
      log_(log),
      ended_(std::make_shared<bell>(loop_))
{
}

answer_host::~answer_host()
{
    beats_.remove(place_);
}

asio::awaitable<result<void>> answer_host::answer(std::string key, const begin& work, rag::event_sink& sink)
{
    auto [reader, opened] = all_.join(key, loop_);
    if (opened) start(std::move(key), std::move(opened), work);
    return follow(std::move(reader), sink);
}

void answer_host::start(std::string key, std::shared_ptr<shared_answer> of, const begin& work)
{
    const auto where = live_.emplace(live_.end());
    where->key = std::move(key);
    where->of = std::move(of);
    where->of->when_abandoned([where] { where->cancel.emit(asio::cancellation_type::terminal); });
    asio::co_spawn(loop_, work(*where->of),
                   asio::bind_cancellation_slot(
                       where->cancel.slot(), [this, where](std::exception_ptr thrown, result<void> outcome) {
                           finish(where, {std::move(thrown), std::move(outcome)});
                       }));
}

void answer_host::finish(place where, answer_end how)
{
    const auto readers = static_cast<std::int64_t>(where->of->joined());
    if (readers > 1) log_.write(log_level::info, "answer_shared", {{"readers", readers}});
    where->of->end(std::move(how));
    all_.forget(where->key, *where->of);
    live_.erase(where);
    ended_->ring();
}

void answer_host::tick(deadline now)
{
    for (auto& each : live_) each.of->tick(now);
}

asio::awaitable<void> answer_host::stop(deadline until)
{
    while (!live_.empty() && std::chrono::steady_clock::now() < until) co_await ended_->wait(until);
    for (auto at = live_.begin(); at != live_.end();) (at++)->cancel.emit(asio::cancellation_type::terminal);
    while (!live_.empty()) co_await ended_->wait();
}

}  // namespace parley::server
