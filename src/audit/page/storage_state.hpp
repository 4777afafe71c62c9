// A login that was made elsewhere: cookies and local storage as Playwright saves them (`storageState`).
//
// {"cookies": [{name, value, domain, path, expires, httpOnly, secure, sameSite}],
//  "origins": [{"origin": "https://…", "localStorage": [{name, value}]}]}. What else stands there is left
//  out.
#pragma once

#include "base/error.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parley::audit {

struct stored_origin {
    std::string origin;
    boost::json::array items;  // of {name, value}
};

struct storage_state {
    boost::json::array cookies;  // as the browser takes them: CookieParam of the DevTools protocol
    std::vector<stored_origin> origins;
};

// errc::malformed with the place of what is wrong, and never with a value.
result<storage_state> read_storage_state(std::string_view json);

}  // namespace parley::audit
