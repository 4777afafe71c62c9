// Failures as clients see them: `{"error": "<sentence>", "code", "request_id", "retry_after"?}`.
//
// `error` is a string in every dialect we serve by default: the public frontend shows it verbatim.
#pragma once

#include "base/log.hpp"
#include "http/message.hpp"
#include "http/server.hpp"

namespace parley::server {

// The object without a newline, for bodies and for the last line of a stream.
std::string error_json(const error& problem, std::string_view request_id);

// As OpenAI's clients read it: `{"error":{"message","type","param","code"}}`. For what is below /v1.
std::string openai_error_json(unsigned status, const error& problem, std::string_view request_id);

// The same failure as a stranger may read it. What concerns the machine (its store, who is logged in there)
// becomes a fixed sentence, and goes to the log with the request's id instead.
error for_clients(const error& problem, std::string_view request_id, log_sink& log);

// Answers with what `for_clients` leaves. `log` outlives it.
http::error_renderer make_error_renderer(log_sink& log);

}  // namespace parley::server
