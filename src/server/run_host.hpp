// The answers of one loop that their readers may leave and come back to: lets them run apart from any
// connection, and ends those that nobody came back to, or that somebody stopped.
//
// Belongs to the loop. Its ticker looks at all of them, so that none needs a timer of its own.
#pragma once

#include "base/log.hpp"
#include "base/task_group.hpp"
#include "runs/registry.hpp"
#include "server/heartbeat.hpp"
#include "server/recording_sink.hpp"
#include "server/run_sink.hpp"

namespace parley::server {

// An answer under way.
struct live_run {
    live_run(std::shared_ptr<runs::run> into, dialect_a lines, std::chrono::milliseconds hold,
             std::string request)
        : of(into), sink(std::move(into), std::move(lines), hold), request_id(std::move(request))
    {
    }

    std::shared_ptr<runs::run> of;
    run_sink sink;
    std::string request_id;
    std::unique_ptr<recording_sink> recorder = {};  // null: the answer is not kept
    asio::cancellation_signal cancel = {};
    std::optional<error> stopped = {};  // why
};

struct unread_limits {
    std::chrono::seconds patience{60};  // for a reader to come back
    std::size_t runs_max = 1024;        // that go on without one; beyond it the longest unread end
};

class run_host final : private beating {
public:
    // All references outlive it.
    run_host(asio::any_io_executor loop, runs::registry& all, heartbeat& beats, log_sink& log,
             unread_limits limits);
    ~run_host() override;  // `stop` has been awaited

    run_host(const run_host&) = delete;
    run_host& operator=(const run_host&) = delete;

    const asio::any_io_executor& loop() const { return loop_; }
    runs::registry& all() { return all_; }

    // A run with a name that cannot be guessed; null when there are too many, or none may begin any more.
    std::shared_ptr<runs::run> open(std::string owner);

    // Lets `work`, which sends to the sink of `one`, run to its end.
    void start(std::unique_ptr<live_run> one, asio::awaitable<result<void>> work);

    // Lets those with readers end until `grace`; those without end at once. When it returns none runs any
    // more.
    asio::awaitable<void> stop(deadline grace);

private:
    using place = std::list<std::unique_ptr<live_run>>::iterator;

    void tick(deadline now) override;
    void end_unread(deadline now);
    void end(live_run& one, const error& why);
    asio::awaitable<void> carry(place where, asio::awaitable<result<void>> work);
    result<void> outcome_of(const live_run& one, std::exception_ptr thrown, result<void> returned);

    asio::any_io_executor loop_;
    runs::registry& all_;
    heartbeat& beats_;
    heartbeat::place place_;
    log_sink& log_;
    unread_limits limits_;
    std::list<std::unique_ptr<live_run>> live_;
    task_group tasks_;
    deadline next_sweep_;
    bool stopping_ = false;
};

}  // namespace parley::server
