// What an answer used: as its fixture says, or counted from the texts.
#pragma once

#include "mock/asked.hpp"
#include "mock/reply.hpp"

#include <string>

namespace parley::mock {

// Tokens of the whole conversation, with what each message costs beside its text.
std::int64_t prompt_tokens(const asked& asking);

// Of all that was asked: the conversation, or the texts to embed.
std::int64_t input_tokens(const asked& asking);

usage_reply usage_of(const asked& asking, const reply& answer, const text_reply& text);

// The object `usage` of Chat Completions, and of Responses.
void append_chat_usage(std::string& out, const usage_reply& used);
void append_responses_usage(std::string& out, const usage_reply& used);

}  // namespace parley::mock
