// An HTTP/1.1 server: one of these per loop, each with its own listening socket on the same port.
//
// What it bounds: connections, header bytes, body bytes (of one request and of all that arrive), the
// time for headers, body, idle keep-alive and each write. What it does not do: TLS towards browsers (a
// proxy's business), HTTP/2, compression.
#pragma once

#include "base/log.hpp"
#include "http/cors.hpp"
#include "http/router.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace parley::http {

struct server_limits {
    std::size_t connections_max = 16'384;      // on this loop; beyond it: 503
    std::size_t target_bytes_max = 8 * 1024;   // 414 beyond
    std::size_t header_bytes_max = 16 * 1024;  // 431 beyond
    std::size_t header_count_max = 100;        // 431 beyond
    std::size_t body_bytes_max = 1024 * 1024;  // a chat with its history; 413 beyond

    // Of all bodies that are arriving on this loop, beyond it: 503. Without it every connection could hold
    // `body_bytes_max`, 16 GiB in all. Never less than one body.
    std::size_t bodies_bytes_max = 64 * 1024 * 1024;

    std::chrono::milliseconds header_timeout{10'000};   // slowloris: the whole head must be in by then
    std::chrono::milliseconds body_timeout{30'000};     // the whole body
    std::chrono::milliseconds idle_timeout{75'000};     // between requests on one connection
    std::chrono::milliseconds write_timeout{30'000};    // a reader that takes no byte for so long is closed
    std::chrono::milliseconds answer_timeout{120'000};  // request::until
};

// How failures look to the client is the application's business: it gets status, code and detail.
// `about` has no body; of its headers only conditions and ranges are left.
using error_renderer = std::function<response(unsigned status, const error& problem, const request& about)>;

struct server_options {
    server_limits limits = {};
    fields common_headers = {};        // on every answer that does not set them itself: security headers
    error_renderer render_error = {};  // without one: the detail as plain text
    cors_policy cors = {};             // which pages of other origins may read the answers
};

// One listening socket per loop, all on one port with SO_REUSEPORT: the kernel spreads connections over them.
// `host` is an address, with or without brackets, or a name such as localhost; port 0: any free one.
// errc::busy when somebody else holds the port, errc::invalid_input when the host is not ours.
result<std::vector<asio::ip::tcp::acceptor>> listen_all(const std::vector<asio::io_context*>& loops,
                                                        const std::string& host, std::uint16_t port);

// The same for one loop.
result<asio::ip::tcp::acceptor> listen(asio::io_context& loop, const std::string& host, std::uint16_t port);

// A client that shuts down its writing side while it is being answered counts as gone: browsers and curl
// do not, and waiting for a reset instead would notice a closed tab only with the next write.
class server {
public:
    // `routes`, `log` and `blocking` (file reads) outlive the server; they are shared by all loops.
    // The process must ignore SIGPIPE: sendfile to a reader who has left raises it.
    server(asio::io_context& loop, asio::ip::tcp::acceptor acceptor, const router& routes,
           server_options options, log_sink& log, asio::thread_pool& blocking);
    ~server();  // `stop` has been awaited, or the loop runs no more

    std::uint16_t port() const;

    // Accepts until `stop`. Logs one line per request: method, path, status, bytes, ms, request id, peer.
    asio::awaitable<void> run();

    // Stops accepting, closes idle connections, lets running answers finish until `grace`, then cuts them.
    // When it returns no handler runs any more.
    asio::awaitable<void> stop(deadline grace);

    // Open connections, those being refused included.
    std::size_t connections() const;

private:
    class impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace parley::http
