// Ends an answer in front of the first of some texts, whoever writes it and however its pieces are cut.
#pragma once

#include "openai/chat.hpp"

#include <memory>
#include <string>
#include <vector>

namespace parley::rag {

// What could be the beginning of one of `texts` waits for the next piece. When one is there the answer ends,
// as "stop", and the model is told to. None of `texts` is empty.
std::unique_ptr<openai::chat_stream> stop_at(std::vector<std::string> texts,
                                             std::unique_ptr<openai::chat_stream> words);

}  // namespace parley::rag
