// The messages of a request: the conversation so far, the question, and what a client would have a model
// told.
#pragma once

#include "server/chat_request.hpp"

#include <boost/json/object.hpp>

namespace parley::server {

// Where the messages are and what each looks like: `messages`, or the items of `input`, which may also be one
// string, the question.
enum class message_form { messages, input };

struct message_rules {
    // Of system and developer messages: after our rules where `chat_limits::prompts` takes them, else left
    // out.
    enum class clients_prompt { is_refused, may_be_there };

    message_form form = message_form::messages;
    clients_prompt system = clients_prompt::is_refused;
};

// Text that a client would have a model told: after our rules where that is taken, else left out.
void add_to_prompt(rag::question& asked, std::string_view text, const chat_limits& limits);

// Into history, text and prompt of `asked`. The last one is the question. errc::invalid_input and
// errc::too_large name the message.
result<void> read_messages(const boost::json::object& body, const message_rules& rules,
                           const chat_limits& limits, rag::question& asked);

}  // namespace parley::server
