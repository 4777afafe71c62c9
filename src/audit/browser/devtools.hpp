// A browser's DevTools pipe on a loop: commands with their answers, and events for who listens.
//
// Reads by itself from `start` until the pipe ends or `close`; it lives until then, whoever else lets go of
// it. Belongs to one loop.
#pragma once

#include "audit/browser/devtools_dialogue.hpp"
#include "audit/browser/message_splitter.hpp"
#include "audit/browser/open_questions.hpp"

#include <boost/asio/local/stream_protocol.hpp>

#include <map>
#include <memory>

namespace parley::audit {

class devtools_listener {
public:
    virtual void hear(const devtools_event& event) = 0;
    virtual void hear_the_end() = 0;  // of the pipe: nothing else will come

protected:
    ~devtools_listener() = default;
};

class devtools : public std::enable_shared_from_this<devtools> {
public:
    devtools(asio::local::stream_protocol::socket pipe, std::size_t message_bytes_max)
        : pipe_(std::move(pipe)), splitter_(message_bytes_max)
    {
    }

    void start();
    void close();
    asio::any_io_executor executor() { return pipe_.get_executor(); }
    bool is_closed() const { return closed_; }

    // errc::upstream_rejected: the browser said no; closed: it is gone, or the session ended; timed_out;
    // cancelled.
    asio::awaitable<result<boost::json::object>> call(std::string session, std::string method,
                                                      boost::json::object parameters, deadline until);

    // The same, for answers that nobody waits for.
    void tell(std::string_view session, std::string_view method, const boost::json::object& parameters);

    // Events of a session go to `who`, which must `forget` it before it is gone. Events of the others are
    // dropped.
    void listen(std::string session, devtools_listener& who);
    void forget(const std::string& session);

    // Fails what a session was asked and has not answered.
    void abandon(std::string_view session, const error& why) { questions_.fail(session, why); }

private:
    static asio::awaitable<void> read_until_closed(std::shared_ptr<devtools> self);
    static asio::awaitable<void> write_what_waits(std::shared_ptr<devtools> self);
    result<void> take_messages();
    void send(std::string text);

    asio::local::stream_protocol::socket pipe_;
    message_splitter splitter_;
    devtools_dialogue dialogue_;
    open_questions questions_;
    std::map<std::string, devtools_listener*, std::less<>> listeners_;
    std::string waits_;  // to be written
    bool writes_ = false;
    bool closed_ = false;
};

}  // namespace parley::audit
