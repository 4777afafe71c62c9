// Which of the chat protocols in use a request speaks (docs/protocol.md, "Other dialects").
#pragma once

#include "http/message.hpp"

#include <boost/json/object.hpp>

namespace parley::server {

enum class dialect {
    a,  // the public search app, since April 2026
    b,  // the same app before
    c,  // Microsoft AI Chat Protocol, 2024-05-29
    d,  // the public chat quickstart: events of OpenAI's Responses, a line each
};

// By its letter, in either case.
std::optional<dialect> dialect_named(std::string_view name);

// What the header X-Parley-Dialect or the query's `dialect` names; else what the body cannot but be; else
// `usual`. errc::invalid_input for a name that is none.
result<dialect> dialect_of(const http::request& request, const boost::json::object& body, dialect usual);

}  // namespace parley::server
