// From the body of POST /v1/chat/completions to a question.
//
// Implements OpenAI's Chat Completions as far as a chat over documents can: text only, one choice, no tools.
// Tools, more choices and other formats are refused by name; what only tunes a model, such as max_tokens,
// stop and seed, is ignored.
#pragma once

#include "http/message.hpp"
#include "server/chat_request.hpp"

namespace parley::server::v1 {

enum class delivery { whole, streamed };
enum class usage_chunk { unasked, asked };

struct completion_request {
    rag::question asked;
    std::string model;  // as named by the client, and again in the answer
    delivery how = delivery::whole;
    usage_chunk usage = usage_chunk::unasked;
};

// System and developer messages are a client's prompt: added to our rules where `limits.prompts` takes them,
// else left out. errc::invalid_input and errc::too_large name the member.
result<completion_request> parse_completion_request(const http::request& request, const chat_limits& limits);

}  // namespace parley::server::v1
