// An HTTP/1.1 server: one of these per loop, each with its own listening socket on the same port.
//
// What it bounds: connections, header bytes, body bytes, the time for headers, body, idle keep-alive and
// each write. What it does not do: TLS towards browsers (a proxy's business), HTTP/2, compression.
#pragma once

#include "base/log.hpp"
#include "http/router.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace parley::http {

struct server_limits {
    std::size_t connections_max = 16'384;  // on this loop
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t body_bytes_max = 1024 * 1024;  // a chat with its history; 413 beyond
    std::chrono::seconds header_timeout{10};   // slowloris: the whole head must be in by then
    std::chrono::seconds body_timeout{30};
    std::chrono::seconds idle_timeout{75};     // between requests on one connection
    std::chrono::seconds write_timeout{30};    // a reader that takes no byte for so long is closed
    std::chrono::seconds answer_timeout{120};  // request::until
};

// How failures look to the client is the application's business: it gets status, code and detail.
using error_renderer = std::function<response(unsigned status, const error& problem, const request& about)>;

struct server_options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    server_limits limits = {};
    fields common_headers = {};  // on every answer: security headers
    error_renderer render_error;
};

// Opens a listening socket with SO_REUSEPORT set, so that each loop can have its own on one port.
// Only the first socket of a process checks that nobody else holds the port: errc::busy then.
result<asio::ip::tcp::acceptor> listen(asio::io_context& loop, const std::string& host, std::uint16_t port);

class server {
public:
    // `routes` and `log` outlive the server; they are shared by all loops and never change.
    server(asio::io_context& loop, asio::ip::tcp::acceptor acceptor, const router& routes,
           server_options options, log_sink& log);
    ~server();

    std::uint16_t port() const;

    // Accepts until `stop`. Logs one line per request: method, path, status, bytes, ms, request id.
    asio::awaitable<void> run();

    // Stops accepting, closes idle connections, lets running answers finish until `grace`, then cuts them.
    asio::awaitable<void> stop(deadline grace);

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace parley::http
