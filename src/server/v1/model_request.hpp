// What clients of OpenAI's ask a model for, as far as its two APIs say it in the same words.
//
// This model answers from documents, in text: what only tunes a model, such as seed, is checked and ignored,
// and what cannot be had is refused by name (errc::invalid_input).
#pragma once

#include "server/chat_request.hpp"
#include "server/json_members.hpp"

#include <span>

namespace parley::server::v1 {

enum class delivery { whole, streamed };

struct model_request {
    rag::question asked;
    std::string model;  // as named by the client, and again in the answer
    delivery how = delivery::whole;
};

// `model`, `stream` and `temperature`, and the types of what is ignored.
result<void> read_model_request(const json_members& body, const chat_limits& limits, model_request& wanted);

// For members that are given, and neither null nor false nor empty.
result<void> refuse_members(const json_members& body, std::span<const std::string_view> names);

// A description of a format, `{"type": "text", …}`, which must be this or absent. `key` is its name.
result<void> take_text_format(const json_members& in, std::string_view key);

// The first of `keys` that is there: how many tokens an answer may have.
result<std::optional<int>> read_token_limit(const json_members& body, std::span<const std::string_view> keys);

}  // namespace parley::server::v1
