// All that a request asks, as one word: recordings tell requests apart by it.
//
// Neither the order of members nor white space counts. Pure functions.
#pragma once

#include "mock/body_path.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace parley::mock {

// Twelve hex digits of a SHA-256; what `ignoring` names does not count.
std::string body_hash(const boost::json::object& body, const std::vector<body_path>& ignoring);

}  // namespace parley::mock
