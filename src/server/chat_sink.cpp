#include "server/chat_sink.hpp"

namespace parley::server {

http::fields stream_headers(std::string_view media_type)
{
    return {{"Content-Type", std::string(media_type)},
            {"Cache-Control", "no-cache, no-transform"},
            {"X-Accel-Buffering", "no"}};
}

chat_sink::chat_sink(http::exchange& out, std::unique_ptr<answer_format> format, heartbeat& beats,
                     stream_times times)
    : out_(out),
      beats_(beats),
      place_(beats.add(*this)),
      times_(times),
      pending_(std::move(format)),
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
    pending_.add_error(problem, request_id);
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
    out_.begin_stream(200, stream_headers(pending_.format().media_type()));
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

std::chrono::milliseconds chat_sink::held_at_most() const
{
    return begun_ || has_words() ? times_.hold : times_.head_hold;
}

void chat_sink::tick(deadline now)
{
    if (flushing_) return;
    pending_.add_held(now);
    if (!begun_ || !pending_.text().empty()) {
        if (now - last_write_ < held_at_most()) return;
        begin();
        if (out_.nudge(pending_.text().empty() ? pending_.format().heartbeat() : pending_.text())) {
            pending_.clear();
            last_write_ = now;
        }
        return;
    }
    if (now - last_write_ >= times_.heartbeat && out_.nudge(pending_.format().heartbeat())) last_write_ = now;
}

}  // namespace parley::server
