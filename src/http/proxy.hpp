// Which proxy, if any, a request goes through: HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
//
// Only plain-text HTTP proxies: TLS to the proxy itself and SOCKS are refused with a sentence. Our own
// machine (localhost, 127.0.0.0/8, ::1) is never asked for through a proxy.
#pragma once

#include "http/url.hpp"

#include <optional>

namespace parley::http {

// Read from the environment by cli and passed in. Empty: direct.
struct proxy_settings {
    std::string http_proxy = {};   // for http:// URLs; may hold user:password@
    std::string https_proxy = {};  // for https:// URLs, through CONNECT
    std::string no_proxy = {};     // host, .suffix, host:port, address, network/bits or *; commas or spaces
};

struct proxy {
    origin where;
    secret authorization = {};  // value of Proxy-Authorization, or empty
};

// Whether a host, as a parsed URL has it, is the machine we run on by its name or address.
bool is_own_machine(const std::string& host);

result<std::optional<proxy>> choose_proxy(const proxy_settings& settings, const origin& target);

}  // namespace parley::http
