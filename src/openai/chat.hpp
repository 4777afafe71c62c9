// Streaming Chat Completions against any compatible endpoint.
//
// Implements: the Chat Completions streaming wire format as docs/protocol.md names it. A stream that ends
// without its terminal event is errc::closed, never an answer.
#pragma once

#include "base/secret.hpp"
#include "http/client.hpp"

#include <cstdint>

namespace parley::openai {

struct message {
    std::string role;  // system, user or assistant
    std::string content;
};

struct usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::int64_t total_tokens = 0;
    std::optional<std::int64_t> reasoning_tokens = {};
};

// What arrived with one read of the wire, joined: text first, then how it ended if it did.
struct chat_piece {
    std::string text;
    std::optional<std::string> finish_reason = {};  // stop, length, content_filter, ...: an open set
    std::optional<usage> used = {};
    bool refusal = false;  // `text` is the model's refusal
};

class chat_stream {
public:
    virtual ~chat_stream() = default;
    // The next piece, or nothing after the terminal event.
    virtual asio::awaitable<result<std::optional<chat_piece>>> next() = 0;
};

struct chat_request {
    std::string model;
    std::vector<message> messages;
    std::optional<double> temperature = {};
    std::optional<int> output_tokens_max = {};
};

class chat_model {
public:
    virtual ~chat_model() = default;
    virtual asio::awaitable<result<std::unique_ptr<chat_stream>>> start(chat_request request,
                                                                        deadline until) = 0;
};

struct endpoint {
    std::string base_url;  // with or without trailing slash
    secret api_key;        // empty: no Authorization header
};

// `client` outlives the model; both belong to one loop.
std::unique_ptr<chat_model> connect(http::client& client, endpoint where);

}  // namespace parley::openai
