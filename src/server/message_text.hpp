// The text of a message: a string, or a list of typed parts that are all text.
#pragma once

#include "base/error.hpp"

#include <boost/json/value.hpp>

namespace parley::server {

// errc::invalid_input, beginning with `where`, for what is neither.
result<std::string> read_message_text(const boost::json::value* content, const std::string& where);

}  // namespace parley::server
