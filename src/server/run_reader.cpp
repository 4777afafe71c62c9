#include "server/run_reader.hpp"

namespace parley::server {

run_reader::run_reader(std::unique_ptr<runs::reading> of, http::exchange& out, heartbeat& beats,
                       stream_times times)
    : of_(std::move(of)),
      out_(out),
      beats_(beats),
      place_(beats.add(*this)),
      times_(times),
      last_write_(std::chrono::steady_clock::now())
{
}

run_reader::~run_reader()
{
    beats_.remove(place_);
}

asio::awaitable<result<void>> run_reader::follow()
{
    for (;;) {
        const auto next = of_->take();
        if (next.refusal && !begun_) co_return *next.refusal;
        if (next.has_ended) {
            begin();
            is_writing_ = true;
            co_return co_await out_.finish(next.lines);
        }
        if (next.lines.empty()) {
            co_await of_->wait();
            continue;
        }
        auto sent = co_await write(next.lines);
        if (!sent) co_return sent;
    }
}

asio::awaitable<result<void>> run_reader::follow_at_once()
{
    auto sent = co_await write("");
    if (!sent) co_return sent;
    co_return co_await follow();
}

void run_reader::begin()
{
    if (begun_) return;
    begun_ = true;
    auto headers = stream_headers("application/json-lines");
    headers.set(run_header, of_->of().id());
    out_.begin_stream(200, std::move(headers));
}

asio::awaitable<result<void>> run_reader::write(std::string_view lines)
{
    begin();
    is_writing_ = true;
    auto sent = co_await out_.write(lines);
    is_writing_ = false;
    last_write_ = std::chrono::steady_clock::now();
    co_return sent;
}

void run_reader::tick(deadline now)
{
    if (is_writing_) return;
    const std::chrono::milliseconds silence_max = begun_ ? times_.heartbeat : times_.hold;
    if (now - last_write_ < silence_max) return;
    begin();
    if (out_.nudge("\n")) last_write_ = now;
}

}  // namespace parley::server
