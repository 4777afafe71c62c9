// The body of a request as a JSON object: the checks that every route which takes one has in common.
#pragma once

#include "http/message.hpp"

#include <boost/json/object.hpp>

namespace parley::server {

// errc::unsupported when the request does not say that it is JSON, which also keeps forms of other sites out:
// no page may send that type elsewhere without being allowed to. errc::invalid_input when it is not an
// object.
result<boost::json::object> read_json_object(const http::request& request);

// A string at `key`; empty when it is absent or null. errc::invalid_input when it is something else.
result<std::string> string_at(const boost::json::object& in, std::string_view key);

}  // namespace parley::server
