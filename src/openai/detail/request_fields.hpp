// What the bodies of both APIs have in common, but for a word or a level of nesting.
#pragma once

#include "base/error.hpp"
#include "openai/chat_request.hpp"
#include "openai/detail/json_appender.hpp"

namespace parley::openai {

enum class api_words { completions, responses };

error unsupported(std::string_view api, std::string_view wish);

result<void> check_numbers(const chat_request& request);

// Room for the texts and what is around them, so that a long conversation is not moved while it grows.
std::size_t expected_bytes(const chat_request& request);

void write_sampling(json_appender& to, const chat_request& request, std::string_view limit_name);
result<void> write_tools(json_appender& to, const chat_request& request, api_words words);
void write_tool_choice(json_appender& to, const chat_request& request, api_words words);

// The value that says that the answer is JSON.
result<void> write_json_format(json_appender& to, const json_answer& wish, api_words words);

}  // namespace parley::openai
