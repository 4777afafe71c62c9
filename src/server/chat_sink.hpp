// One streamed answer: events in, lines or what its format makes of them out through the exchange.
//
// Steps of the process leave at once. Without them the status line and the sources wait for the first word,
// at most `head_hold` from the beginning, so that a model that says no still becomes a status and so that all
// leave in one write; the last words wait for the end, at most `hold`. The ticker sends what is held when
// its time is over, an empty line when that is nothing, and another when nothing was written for the
// heartbeat's time. It also asks for words that the answer holds back.
#pragma once

#include "http/exchange.hpp"
#include "rag/event.hpp"
#include "server/heartbeat.hpp"
#include "server/pending_lines.hpp"

namespace parley::server {

struct stream_times {
    std::chrono::milliseconds head_hold{1000};
    std::chrono::milliseconds hold{1000};
    std::chrono::seconds heartbeat{10};
};

// docs/protocol.md, "Transport": what keeps proxies from buffering or changing a stream.
http::fields stream_headers(std::string_view media_type);

class chat_sink final : public rag::event_sink, private beating {
public:
    // All references outlive the sink.
    chat_sink(http::exchange& out, std::unique_ptr<answer_format> format, heartbeat& beats,
              stream_times times);
    ~chat_sink() override;

    chat_sink(const chat_sink&) = delete;
    chat_sink& operator=(const chat_sink&) = delete;

    asio::awaitable<result<void>> send(rag::event what) override;
    void watch(rag::held_words* words) override { pending_.watch(words); }

    // Whether words of the answer came, sent or held: then a failure can only be its last line.
    bool has_words() const { return pending_.has_words(); }

    // Ends a stream: the error as the last line, then a proper end.
    asio::awaitable<result<void>> fail(const error& problem, std::string_view request_id);

    // Sends what is held, then ends the stream.
    asio::awaitable<result<void>> finish();

private:
    void tick(deadline now) override;
    void begin();
    std::chrono::milliseconds held_at_most() const;
    asio::awaitable<result<void>> flush();

    http::exchange& out_;
    heartbeat& beats_;
    heartbeat::place place_;
    stream_times times_;
    pending_lines pending_;
    deadline last_write_;  // or the beginning
    bool begun_ = false;
    bool flushing_ = false;  // a write is under way: the ticker stays away
};

}  // namespace parley::server
