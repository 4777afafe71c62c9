// The two chat routes: the same answer, streamed or whole.
#pragma once

#include "base/log.hpp"
#include "http/router.hpp"
#include "rag/answer.hpp"
#include "server/chat_request.hpp"
#include "server/chat_sink.hpp"
#include "server/history_services.hpp"
#include "server/run_host.hpp"
#include "server/turn_taking.hpp"

namespace parley::server {

// What the chat routes of one loop need; everything outlives the routes.
struct chat_services {
    rag::services rag;
    heartbeat& beats;
    log_sink& log;
    chat_limits limits = {};
    stream_times times = {};
    history_services history = {};
    run_host* runs = nullptr;  // null: an answer ends with its reader
    turn_taking turns = {};
};

// POST /chat/stream
asio::awaitable<result<void>> stream_chat(chat_services with, http::request request, http::exchange& out);

// POST /chat
asio::awaitable<result<void>> whole_chat(chat_services with, http::request request, http::exchange& out);

}  // namespace parley::server
