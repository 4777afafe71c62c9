// Streaming Chat Completions against any compatible endpoint.
//
// A stream that ends before it said why it finished is errc::closed, never an
// answer. Errors name the setting to change and carry the service's codes,
// never its prose: that may quote what a user wrote. Not done: tool calls,
// several choices, the Responses API.
#pragma once

#include "http/client.hpp"
#include "openai/endpoint.hpp"

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

// What arrived with one read of the wire, joined: text first, then how it ended
// if it did.
struct chat_piece {
    std::string text;
    std::optional<std::string> finish_reason = {};  // stop, length, content_filter, ...: an open set
    std::optional<usage> used = {};
    bool refusal = false;  // `text` is the model's refusal
};

class chat_stream {
public:
    virtual ~chat_stream() = default;
    // The next piece, or nothing after the terminal event. Destroying the stream
    // stops the model.
    virtual asio::awaitable<result<std::optional<chat_piece>>> next() = 0;
};

// What the wire calls the limit of the output. Models that think refuse the
// older name, and many compatible servers know no other.
enum class output_limit { max_tokens, max_completion_tokens };

struct chat_request {
    std::string model;
    std::vector<message> messages;
    std::optional<double> temperature = {};
    std::optional<int> output_tokens_max = {};
    output_limit limit_name = output_limit::max_tokens;
};

class chat_model {
public:
    virtual ~chat_model() = default;
    // Returns when the model has begun to answer. Failures that may pass are
    // tried again as `endpoint::retries` says, if the wait that is asked for fits
    // before `until`; else errc::upstream_busy with `retry_after`.
    virtual asio::awaitable<result<std::unique_ptr<chat_stream>>> start(chat_request request,
                                                                        deadline until) = 0;
};

// `client` outlives the model; both belong to one loop.
std::unique_ptr<chat_model> connect(http::client& client, endpoint where);

}  // namespace parley::openai
