// One connection from its first request to its last: read, route, answer, log, again.
//
// While idle it holds no buffer and no parser; while a handler streams it holds neither either. It watches
// the socket meanwhile and cancels the handler when the reader leaves. Belongs to one loop.
#pragma once

#include "http/detail/connection.hpp"
#include "http/detail/reply.hpp"
#include "http/detail/site.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <memory>

namespace parley::http {

class session : public std::enable_shared_from_this<session> {
public:
    session(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer, std::shared_ptr<site> where);

    // Until the connection is over. To be spawned with `cancelled_by()`.
    asio::awaitable<void> run();

    // Instead of `run` when there are too many: 503, then goodbye.
    asio::awaitable<void> turn_away();

    asio::cancellation_slot cancelled_by() { return cancel_.slot(); }

    // Ends what is overdue: waits, and handlers that have not begun to answer in time.
    void expire(deadline now);

    // No further request; an answer under way may finish.
    void drain();

    // Cuts the answer under way. `terminal` reaches every coroutine, `total` those that asked for it.
    void cut(asio::cancellation_type type);

private:
    struct incoming {
        asked_facts facts;
        // Apart, so that its memory goes with it to the handler. Empty: nothing but empty lines came.
        std::unique_ptr<request> asked;
        std::optional<refusal> refused;
        std::unique_ptr<body_receiver> receiver;  // has taken the body; usually there is none
    };
    enum class ending { none, reader_left, too_late, cut, fault };

    asio::awaitable<void> serve_requests();
    asio::awaitable<bool> wait_idle(deadline until);
    asio::awaitable<std::unique_ptr<incoming>> receive();
    asio::awaitable<std::optional<refusal>> hand_over_body(request_reader& reader, body_receiver& to);
    std::optional<refusal> begin_body(const request& head, std::unique_ptr<body_receiver>& to) const;
    asio::awaitable<keep_alive> answer(std::unique_ptr<incoming> got);
    asio::awaitable<void> refuse_route(reply& out, const request& asked, const match& found);
    asio::awaitable<void> settle(reply& out, result<void> outcome);
    asio::awaitable<void> linger();

    std::unique_ptr<incoming> describe(request_reader& reader, std::optional<refusal> refused);
    asio::awaitable<result<void>> start(const handler& handle, incoming& got, reply& out);
    void note_fault(const char* what);
    void watch_reader();
    void on_readable();
    bool reader_has_left();
    void end_handler(ending why);
    void log_request(const reply& out, const request& about, deadline begun, std::uint64_t bytes) const;

    connection wire_;
    const std::string peer_;  // its address, for logs
    std::shared_ptr<site> where_;
    asio::cancellation_signal cancel_;
    std::string rest_;  // read but not yet looked at: pipelined requests
    deadline head_due_ = deadline::max();
    ending ending_ = ending::none;
    const reply* under_way_ = nullptr;
    bool idle_ = false;
    bool watching_ = false;
};

}  // namespace parley::http
