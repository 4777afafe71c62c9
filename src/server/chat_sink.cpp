#include "server/chat_sink.hpp"

#include "server/errors.hpp"

namespace parley::server {

http::fields stream_headers()
{
    return {{"Content-Type", "application/json-lines"},
            {"Cache-Control", "no-cache, no-transform"},
            {"X-Accel-Buffering", "no"}};
}

chat_sink::chat_sink(http::exchange& out, dialect_a lines, heartbeat& beats, stream_times times)
    : out_(out),
      beats_(beats),
      place_(beats.add(*this)),
      times_(times),
      pending_(std::move(lines)),
      last_write_(std::chrono::steady_clock::now())
{
}

chat_sink::~chat_sink()
{
    beats_.remove(place_);
}

asio::awaitable<result<void>> chat_sink::send(rag::event what)
{
    if (pending_.add(what) == leaves::later) co_return result<void>{};
    co_return co_await flush();
}

asio::awaitable<result<void>> chat_sink::fail(const error& problem, std::string_view request_id)
{
    pending_.add_line(error_json(problem, request_id) + "\n");
    co_return co_await finish();
}

asio::awaitable<result<void>> chat_sink::finish()
{
    begin();
    flushing_ = true;
    auto sent = co_await out_.finish(pending_.text());
    flushing_ = false;
    pending_.clear();
    co_return sent;
}

void chat_sink::begin()
{
    if (begun_) return;
    begun_ = true;
    out_.begin_stream(200, stream_headers());
}

asio::awaitable<result<void>> chat_sink::flush()
{
    begin();
    if (pending_.text().empty()) co_return result<void>{};
    flushing_ = true;
    auto sent = co_await out_.write(pending_.text());
    flushing_ = false;
    pending_.clear();
    last_write_ = std::chrono::steady_clock::now();
    co_return sent;
}

void chat_sink::tick(deadline now)
{
    if (flushing_) return;
    pending_.add_held(now);
    if (!begun_ || !pending_.text().empty()) {
        if (now - last_write_ < times_.hold) return;
        begin();
        if (out_.nudge(pending_.text().empty() ? "\n" : pending_.text())) {
            pending_.clear();
            last_write_ = now;
        }
        return;
    }
    if (now - last_write_ >= times_.heartbeat && out_.nudge("\n")) last_write_ = now;
}

}  // namespace parley::server
