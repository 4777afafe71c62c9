// One reader's stream of a run: lines out of its ring through the exchange, from where the reader left off.
//
// Belongs to the reader's loop, which need not be the run's. Heartbeats are as those of chat_sink.hpp.
#pragma once

#include "runs/run.hpp"
#include "server/chat_sink.hpp"

namespace parley::server {

// Names the run in every answer that streams it.
inline constexpr std::string_view run_header = "X-Parley-Run";

class run_reader final : private beating {
public:
    // `out` and `beats` outlive it.
    run_reader(std::unique_ptr<runs::reading> of, http::exchange& out, heartbeat& beats, stream_times times);
    ~run_reader() override;

    run_reader(const run_reader&) = delete;
    run_reader& operator=(const run_reader&) = delete;

    // To the end of the run, whose failure before the first word is returned: it can be a status.
    asio::awaitable<result<void>> follow();

    // For those who come back: the head is out before anything new has come.
    asio::awaitable<result<void>> follow_at_once();

private:
    void tick(deadline now) override;
    void begin();
    asio::awaitable<result<void>> write(std::string_view lines);

    std::unique_ptr<runs::reading> of_;
    http::exchange& out_;
    heartbeat& beats_;
    heartbeat::place place_;
    stream_times times_;
    deadline last_write_;  // or the beginning
    bool begun_ = false;
    bool is_writing_ = false;  // the ticker stays away
};

}  // namespace parley::server
