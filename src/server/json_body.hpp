// The body of a request as a JSON object: the checks that every route which takes one has in common.
#pragma once

#include "http/message.hpp"

#include <boost/json/object.hpp>

namespace parley::server {

// errc::unsupported when the request does not say that it is JSON, which also keeps forms of other sites out:
// no page may send that type elsewhere without being allowed to. errc::invalid_input when it is not an
// object.
result<boost::json::object> read_json_object(const http::request& request);

// errc::invalid_input when it is no JSON object.
result<boost::json::object> parse_json_object(std::string_view text);

}  // namespace parley::server
