// Faults as one line of text: what the request header X-Mock-Fault says.
//
// `NAME`, `NAME@before_head`, `NAME@after_head` or `NAME@N` (after N events), where NAME is one of
// fault_names.hpp; or a status from 400 on, as `429` or `429@250` with the milliseconds it asks to wait.
#pragma once

#include "base/error.hpp"
#include "mock/reply.hpp"

#include <string_view>
#include <variant>

namespace parley::mock {

constexpr std::string_view fault_header = "X-Mock-Fault";

// errc::invalid_input says what is not understood, and what can be.
result<std::variant<fault, error_reply>> read_fault(std::string_view text);

}  // namespace parley::mock
