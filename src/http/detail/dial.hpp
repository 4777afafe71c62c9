// Opens a connection to an origin: name to addresses, each tried in turn; a proxy's tunnel; TLS.
#pragma once

#include "http/detail/upstream_connection.hpp"
#include "http/proxy.hpp"

namespace parley::http {

struct route_out {
    origin target;
    std::optional<proxy> through = {};

    // A tunnel hides the target from the proxy; a plain request names it in full.
    bool needs_tunnel() const { return through && target.over == transport::tls; }
};

// `tls` may be null for plain targets. An address gets its share of the time that is left.
asio::awaitable<result<std::unique_ptr<upstream_connection>>> dial(asio::any_io_executor loop, watchdog& dog,
                                                                   route_out route, asio::ssl::context* tls,
                                                                   deadline until);

}  // namespace parley::http
