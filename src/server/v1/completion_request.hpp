// From the body of POST /v1/chat/completions to a question.
//
// Implements OpenAI's Chat Completions as far as a chat over documents can: text only, one choice, no tools.
#pragma once

#include "http/message.hpp"
#include "server/v1/model_request.hpp"

namespace parley::server::v1 {

enum class usage_chunk { unasked, asked };

struct completion_request : model_request {
    usage_chunk usage = usage_chunk::unasked;
};

// System and developer messages are a client's prompt: added to our rules where `limits.prompts` takes them,
// else left out. errc::invalid_input and errc::too_large name the member.
result<completion_request> parse_completion_request(const http::request& request, const chat_limits& limits);

}  // namespace parley::server::v1
