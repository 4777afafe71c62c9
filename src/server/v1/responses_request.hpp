// From the body of POST /v1/responses to a question.
//
// Implements OpenAI's Responses as far as a chat over documents can: text only, no tools, and nothing is kept
// between requests, so that a client sends the whole conversation as `input`.
#pragma once

#include "http/message.hpp"
#include "server/v1/model_request.hpp"

namespace parley::server::v1 {

struct responses_request : model_request {
    std::string instructions;     // as given, and again in the answer
    std::string metadata = "{}";  // JSON text, comes back unchanged
};

// Instructions, system and developer messages are a client's prompt: added to our rules where
// `limits.prompts` takes them, else left out. errc::invalid_input and errc::too_large name the member.
result<responses_request> parse_responses_request(const http::request& request, const chat_limits& limits);

}  // namespace parley::server::v1
