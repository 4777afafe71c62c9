// An HTTP/1.1 client for one loop: pooled connections, TLS, proxies, streamed response bodies.
//
// Belongs to one loop and is not thread-safe. Bodies are fed to Beast's parser from reads of our own,
// so one read gives as many bytes as the kernel has. Destroying a response before its end closes the
// connection, which is how a model call is cancelled.
//
// Not done: redirects (the caller sees the 3xx), compression (never asked for), HTTP/2.
#pragma once

#include "base/secret.hpp"
#include "http/message.hpp"
#include "http/proxy.hpp"
#include "http/tls.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace parley::http {

struct client_limits {
    std::size_t connections_per_host_max = 20'000;
    std::size_t idle_per_host_max = 64;
    std::size_t header_bytes_max = 64 * 1024;
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);  // with TLS and proxy
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);     // then it is not used again
    std::chrono::milliseconds between_bytes_timeout =
        std::chrono::seconds(300);  // a silent model is given up on
};

struct client_request {
    std::string method = "GET";
    std::string url = {};  // http://host:port/path?query or https://
    fields headers = {};   // not Host, Content-Length, Transfer-Encoding or Connection: those are ours
    secret bearer = {};    // sent as `Authorization: Bearer …` when not empty
    std::string body = {};
};

// The head has arrived; the body is read piece by piece.
class client_response {
public:
    virtual ~client_response() = default;
    virtual unsigned status() const = 0;
    // Both until the first `read`: a stream that waits holds little.
    virtual const std::string& reason() const = 0;  // the phrase behind the status, as it came
    virtual const fields& headers() const = 0;

    // The bytes of the next read, valid until the next call; nothing at the end of the body.
    // A body that ends early is errc::closed. Waits at most `between_bytes_timeout`.
    virtual asio::awaitable<result<std::optional<std::string_view>>> read() = 0;
};

// The whole body, for small answers; errc::too_large beyond `bytes_max`.
asio::awaitable<result<std::string>> read_all(client_response& response, std::size_t bytes_max);

class client {
public:
    client(asio::any_io_executor loop, client_limits limits, proxy_settings proxies, tls_settings tls = {});
    ~client();
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    // Sends and waits for the head. A pooled connection that turns out to be dead is replaced once.
    // errc::unreachable, or upstream_rejected for a bad certificate: nothing was sent. Cancelling closes it.
    asio::awaitable<result<std::unique_ptr<client_response>>> start(client_request request, deadline until);

private:
    class impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace parley::http
