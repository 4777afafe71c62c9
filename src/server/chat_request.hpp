// From the body of a chat request to a question, in any dialect.
//
// Implements docs/protocol.md, "Request" and "Other dialects". Unknown keys are ignored; impossible values
// are errc::invalid_input with a sentence that names the field.
#pragma once

#include "http/message.hpp"
#include "rag/question.hpp"
#include "server/dialect.hpp"

namespace parley::server {

// Whether a reader whose connection breaks wants the rest of the answer.
enum class reader_plan { stays, may_come_back };

struct chat_request {
    rag::question asked;
    std::string session_state;  // as JSON text, echoed back unchanged; "null" when there was none
    reader_plan reader = reader_plan::stays;
    dialect spoken = dialect::a;
};

// Whether `overrides.prompt_template` is taken: it replaces or extends the rules that an answer is written
// by.
enum class client_prompts { refuse, take };

struct chat_limits {
    std::size_t messages_max = 200;
    std::size_t message_bytes_max = 64 * 1024;
    std::size_t top_default = 5;
    std::size_t top_max = 50;
    client_prompts prompts = client_prompts::refuse;
    rag::process steps = rag::process::hidden;  // for those who do not say
    dialect usual = dialect::a;                 // of requests that name none and could be in several
};

result<chat_request> parse_chat_request(const http::request& request, const chat_limits& limits);

}  // namespace parley::server
