// A chat completion that is not streamed, as the body of one answer.
#pragma once

#include "mock/asked.hpp"
#include "mock/reply.hpp"
#include "mock/wire/ids.hpp"

namespace parley::mock {

// `answer` holds a text_reply.
std::string chat_answer(const asked& asking, const reply& answer, id_seed ids, std::int64_t created);

}  // namespace parley::mock
