// Which pages of other origins may read our answers: the CORS protocol
// (https://fetch.spec.whatwg.org/#http-cors-protocol).
//
// Origins compare exactly, and there is no wildcard. Credentials are never allowed, so such a page asks as
// somebody unknown: no cookie of ours goes with it.
#pragma once

#include "http/message.hpp"

namespace parley::http {

struct cors_policy {
    std::vector<std::string> origins = {};  // as browsers send them; empty: no page but our own
    std::string allowed_headers = {};       // of requests, beyond those that need no leave
    std::string exposed_headers = {};       // of answers, likewise
};

// Origins such as `https://www.example http://localhost:3000`, separated by blanks or commas. What a browser
// would never send, such as one with a path, is an error that says what to write.
result<std::vector<std::string>> read_origins(std::string_view list);

// The origin of a request that the policy allows, out of the policy; empty: none.
std::string_view allowed_origin(const cors_policy& policy, const fields& request);

// Adds to an answer what the policy says of it. `origin` is what `allowed_origin` said.
void add_cors_fields(const cors_policy& policy, std::string_view origin, fields& answer);

// What a preflight is answered with, for a path that takes `methods`; nothing when the request is none, or
// comes from an origin that is not allowed.
std::optional<fields> preflight_fields(const cors_policy& policy, const request& asked,
                                       const std::string& methods);

}  // namespace parley::http
