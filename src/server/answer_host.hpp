// The answers of one loop that others may join: lets them run apart from who asked first, who may leave while
// others read on, and ends those that nobody reads any more.
//
// Belongs to the loop. Its ticker looks at all of them, so that none needs a timer of its own.
#pragma once

#include "base/log.hpp"
#include "server/heartbeat.hpp"
#include "server/shared_answers.hpp"

#include <boost/asio/cancellation_signal.hpp>

namespace parley::server {

class answer_host final : private beating {
public:
    // All references outlive it.
    answer_host(asio::any_io_executor loop, shared_answers& all, heartbeat& beats, log_sink& log);
    ~answer_host() override;  // `stop` has been awaited

    answer_host(const answer_host&) = delete;
    answer_host& operator=(const answer_host&) = delete;

    // The work of an answer, whose events go where it is told.
    using begin = std::function<asio::awaitable<result<void>>(rag::event_sink& into)>;

    // Sends the answer under this key into `sink`: the one under way, else a new one, begun at once. `sink`
    // is kept alive by the caller.
    asio::awaitable<result<void>> answer(std::string key, const begin& work, rag::event_sink& sink);

    // Returns when none runs any more. Those whose readers are still there at `until` are cancelled.
    asio::awaitable<void> stop(deadline until);

private:
    struct live_answer {
        std::string key;
        std::shared_ptr<shared_answer> of;
        asio::cancellation_signal cancel = {};
    };
    using place = std::list<live_answer>::iterator;

    void tick(deadline now) override;
    void start(std::string key, std::shared_ptr<shared_answer> of, const begin& work);
    void finish(place where, answer_end how);

    asio::any_io_executor loop_;
    shared_answers& all_;
    heartbeat& beats_;
    heartbeat::place place_;
    log_sink& log_;
    std::list<live_answer> live_;
    std::shared_ptr<bell> ended_;  // one of them has
};

}  // namespace parley::server
