// Failures as clients read them, in the form of the protocol they speak.
#pragma once

#include "base/log.hpp"
#include "http/message.hpp"
#include "http/server.hpp"
#include "server/dialect.hpp"

namespace parley::server {

// `{"error": "<sentence>", "code", "request_id", "retry_after"?}`, without a newline, for bodies and for the
// last line of a stream. `error` is a string, which the public frontend shows verbatim.
std::string error_json(const error& problem, std::string_view request_id);

// As clients of the AI Chat Protocol (dialect C) read it: `{"error":{"code","message","request_id"}}`.
std::string protocol_error_json(const error& problem, std::string_view request_id);

// As OpenAI's clients read it: `{"error":{"message","type","param","code"}}`. For what is below /v1.
std::string openai_error_json(unsigned status, const error& problem, std::string_view request_id);

// The same failure as a stranger may read it. What concerns the machine (its store, who is logged in there)
// becomes a fixed sentence, and goes to the log with the request's id instead.
error for_clients(const error& problem, std::string_view request_id, log_sink& log);

// Answers with what `for_clients` leaves. The form is that of the route, and on the chat routes that of the
// dialect which the query names, or else of `usual`. `log` outlives it.
http::error_renderer make_error_renderer(log_sink& log, dialect usual = dialect::a);

// A page of another site asked for something that changes what is kept (visitor.hpp tells such requests).
error other_site();

}  // namespace parley::server
