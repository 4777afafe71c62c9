// One answer as the body of a response, from its first event to a proper end.
#pragma once

#include "base/log.hpp"
#include "server/chat_sink.hpp"
#include "server/recording_sink.hpp"

namespace parley::server {

// What stays of a request while its answer streams, which may be for minutes.
struct answer_stream {
    std::string request_id;
    chat_sink sink;
    http::exchange& out;
    log_sink& log;
    std::unique_ptr<recording_sink> recorder = {};  // null: the answer is not kept

    // Where the events go first.
    rag::event_sink& first() { return first_of(recorder.get(), sink); }
};

// Awaits `work`, which sends into `to`, and ends the stream. A failure before the first word is returned: it
// can be a status. A later one is the last that the stream tells.
asio::awaitable<result<void>> finish(std::unique_ptr<answer_stream> to, asio::awaitable<result<void>> work);

}  // namespace parley::server
