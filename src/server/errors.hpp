// Failures as clients see them: `{"error": "<sentence>", "code", "request_id", "retry_after"?}`.
//
// `error` is a string in every dialect we serve by default: the public frontend shows it verbatim.
#pragma once

#include "http/message.hpp"

namespace parley::server {

// The object without a newline, for bodies and for the last line of a stream.
std::string error_json(const error& problem, std::string_view request_id);

http::response render_error(unsigned status, const error& problem, const http::request& about);

}  // namespace parley::server
