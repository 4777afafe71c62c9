// The messages of Chat Completions: who said what, and whether each call of a tool is answered.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

namespace parley::mock {

// The value of `messages`.
complaint read_messages(const boost::json::value& messages, asked& what);

}  // namespace parley::mock
