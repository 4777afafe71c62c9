// The body of a request, in the words of either API. No I/O.
//
// errc::unsupported: the API has no word for a wish. errc::invalid_input: a schema is no JSON object, or a
// number is none. Nothing is asked of the service beyond the wishes, except that Responses are not stored.
#pragma once

#include "openai/chat_request.hpp"
#include "openai/endpoint.hpp"

namespace parley::openai {

result<std::string> completions_body(const chat_request& request, usage_reporting usage);
result<std::string> responses_body(const chat_request& request);

}  // namespace parley::openai
