// Whether that which a reply wants to go wrong has come about; and the words when it has not: a test whose
// fault never happened has proved nothing.
#pragma once

#include "mock/reply.hpp"

#include <string>

namespace parley::mock {

enum class fault_state { to_come, happened };

// "fault `close` (after 9 events) never happened: the answer had 5 events"
std::string never_happened(const fault& what, const std::string& why);

}  // namespace parley::mock
