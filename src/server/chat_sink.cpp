#include "server/chat_sink.hpp"

#include "server/errors.hpp"

namespace parley::server {
namespace {

// docs/protocol.md, "Transport": what keeps proxies from buffering or changing a stream.
http::fields stream_headers()
{
    return {{"Content-Type", "application/json-lines"},
            {"Cache-Control", "no-cache, no-transform"},
            {"X-Accel-Buffering", "no"}};
}

}  // namespace

chat_sink::chat_sink(http::exchange& out, dialect_a lines, heartbeat& beats, stream_times times)
    : out_(out),
      lines_(std::move(lines)),
      beats_(beats),
      place_(beats.add(*this)),
      times_(times),
      last_write_(std::chrono::steady_clock::now())
{
}

chat_sink::~chat_sink()
{
    beats_.remove(place_);
}

asio::awaitable<result<void>> chat_sink::send(rag::event what)
{
    if (const auto* sources = std::get_if<rag::sources_event>(&what)) {
        lines_.append_sources(pending_, *sources);
        co_return result<void>{};  // held: see the header
    }
    if (const auto* step = std::get_if<rag::process_event>(&what)) lines_.append_process(pending_, *step);
    if (const auto* delta = std::get_if<rag::delta_event>(&what)) {
        lines_.append_delta(pending_, delta->text);
        has_words_ = true;
        if (delta->is_last) co_return result<void>{};
    }
    if (const auto* done = std::get_if<rag::done_event>(&what)) {
        lines_.append_done(pending_, *done);
        co_return result<void>{};
    }
    co_return co_await flush();
}

asio::awaitable<result<void>> chat_sink::fail(const error& problem, std::string_view request_id)
{
    pending_ += error_json(problem, request_id) + "\n";
    co_return co_await finish();
}

asio::awaitable<result<void>> chat_sink::finish()
{
    begin();
    flushing_ = true;
    auto sent = co_await out_.finish(pending_);
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
    if (pending_.empty()) co_return result<void>{};
    flushing_ = true;
    auto sent = co_await out_.write(pending_);
    flushing_ = false;
    pending_.clear();
    // A stream may now stay silent for long: what a large context needed goes back.
    if (pending_.capacity() > 1024) pending_.shrink_to_fit();
    last_write_ = std::chrono::steady_clock::now();
    co_return sent;
}

void chat_sink::take_held(deadline now)
{
    const auto words = held_ == nullptr ? std::string() : held_->release(now);
    if (words.empty()) return;
    lines_.append_delta(pending_, words);
    has_words_ = true;
}

void chat_sink::tick(deadline now)
{
    if (flushing_) return;
    take_held(now);
    if (!begun_ || !pending_.empty()) {
        if (now - last_write_ < times_.hold) return;
        begin();
        if (out_.nudge(pending_.empty() ? "\n" : pending_)) {
            pending_ = {};
            last_write_ = now;
        }
        return;
    }
    if (now - last_write_ >= times_.heartbeat && out_.nudge("\n")) last_write_ = now;
}

}  // namespace parley::server
