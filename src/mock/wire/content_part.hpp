// The parts of a message's content, as either API has them: their text is added to the message.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

// The value of `content`: a text or a list of parts. `param` is the message's place.
complaint read_chat_content(const boost::json::value& content, const std::string& param, said& message);
complaint read_input_content(const boost::json::value& content, const std::string& param, said& message);

}  // namespace parley::mock
