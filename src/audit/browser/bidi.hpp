// A browser's WebDriver BiDi session on a loop: commands with their answers, and events for all who listen.
//
// Belongs to one loop.
#pragma once

#include "audit/browser/bidi_dialogue.hpp"
#include "audit/browser/message_channel.hpp"
#include "audit/browser/open_questions.hpp"

#include <vector>

namespace parley::audit {

class bidi_listener {
public:
    virtual void hear(const bidi_event& event) = 0;
    virtual void hear_the_end() = 0;  // of the session: nothing else will come

protected:
    ~bidi_listener() = default;
};

class bidi final : public std::enable_shared_from_this<bidi>, private channel_listener {
public:
    explicit bidi(std::shared_ptr<message_channel> over) : over_(std::move(over)) { over_->listen(*this); }
    ~bidi() { over_->close(); }
    bidi(const bidi&) = delete;
    bidi& operator=(const bidi&) = delete;

    void close();
    asio::any_io_executor executor() { return over_->executor(); }
    bool is_closed() const { return closed_; }

    // What it is about, such as a frame, is what `abandon` knows it by. errc::upstream_rejected or
    // unsupported: the browser said no; closed: it is gone, or what this was about; timed_out; cancelled.
    asio::awaitable<result<boost::json::object>> call(std::string about, std::string method,
                                                      boost::json::object parameters, deadline until);

    // The same, for answers that nobody waits for.
    void tell(std::string_view method, const boost::json::object& parameters);

    // `who` hears every event, and must be told to `forget` before it is gone.
    void listen(bidi_listener& who) { listeners_.push_back(&who); }
    void forget(bidi_listener& who) { std::erase(listeners_, &who); }

    // Fails what was asked about it and has not been answered.
    void abandon(std::string_view about, const error& why) { questions_.fail(about, why); }

private:
    void hear_message(std::string text) override;
    void hear_the_end() override;

    std::shared_ptr<message_channel> over_;
    bidi_dialogue dialogue_;
    open_questions questions_;
    std::vector<bidi_listener*> listeners_;
    bool closed_ = false;
};

}  // namespace parley::audit
