// Streaming Chat Completions against any compatible endpoint.
//
// A stream that ends before it said why it finished is errc::closed, never an answer. Errors name the
// setting to change and carry the service's codes, never its prose: that may quote what a user wrote.
// Not done: tool calls, several choices, the Responses API.
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
    // The next piece, or nothing after the terminal event. Destroying the stream stops the model.
    virtual asio::awaitable<result<std::optional<chat_piece>>> next() = 0;
};

// What the wire calls the limit of the output. Models that think refuse the older name, and many compatible
// servers know no other.
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
    // Returns when the model has begun to answer. Failures that may pass are tried again, twice at most,
    // if the wait that is asked for fits before `until`; else errc::upstream_busy with `retry_after`.
    virtual asio::awaitable<result<std::unique_ptr<chat_stream>>> start(chat_request request,
                                                                        deadline until) = 0;
};

enum class usage_reporting { ask, omit };  // some servers refuse the question

struct endpoint {
    std::string base_url;  // with or without trailing slash; may have a query, which is kept
    secret api_key = {};   // empty: no Authorization header
    usage_reporting usage = usage_reporting::ask;
    std::chrono::milliseconds retry_wait{500};  // before the second try, then twice as long
};

// `client` outlives the model; both belong to one loop.
std::unique_ptr<chat_model> connect(http::client& client, endpoint where);

}  // namespace parley::openai
