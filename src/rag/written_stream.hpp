// An answer that was written here, in pieces, as if a model had said it.
#pragma once

#include "openai/chat.hpp"

#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace parley::rag {

// What is said, without any model, when no document answers.
inline constexpr std::string_view unanswered_note = "The documents do not seem to answer this.";

std::unique_ptr<openai::chat_stream> make_written_stream(std::deque<std::string> pieces,
                                                         std::string finish_reason = "stop");

}  // namespace parley::rag
