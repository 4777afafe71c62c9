// The request target (RFC 9112 §3.2) as a decoded path and a raw query.
//
// No file system here, but its tricks stop here: a path with a `.` or `..` segment, a NUL or another
// control character, or bytes that are not UTF-8, plain or percent-encoded, is refused.
#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace parley::http {

struct request_target {
    std::string path;   // begins with '/', or is "*"
    std::string query;  // as sent, without '?'
};

// Takes origin form (`/a?b`), absolute form (`http://host/a?b`, as a proxy's client sends it) and `*`.
result<request_target> parse_target(std::string_view target);

}  // namespace parley::http
