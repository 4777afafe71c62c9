// Errors as the services answer them: status, headers and body, of OpenAI and of Azure.
#pragma once

#include "mock/asked.hpp"
#include "mock/reply.hpp"
#include "mock/step.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::mock {

// The whole answer. `now` (seconds since 1970) is what a Retry-After date counts from.
send_head error_answer(host_style style, endpoint at, const error_reply& what, std::int64_t now);

// `{"error":{…}}` of an error in mid-stream.
void append_stream_error(std::string& out, const fault& what);

// What `append_stream_error` says when the fault says nothing.
std::string_view code_of(const fault& what);
std::string_view message_of(const fault& what);

}  // namespace parley::mock
