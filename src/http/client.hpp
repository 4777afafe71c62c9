// An HTTP/1.1 client for one loop: pooled connections, TLS, proxies, streamed response bodies.
//
// Belongs to one loop and is not thread-safe. Bodies are fed to Beast's parser from reads of our own,
// so one read gives as many bytes as the kernel has. Destroying a response before its end closes the
// connection, which is how a model call is cancelled.
#pragma once

#include "base/secret.hpp"
#include "http/message.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace parley::http {

struct client_limits {
    std::size_t connections_per_host_max = 20'000;
    std::size_t idle_per_host_max = 64;
    std::size_t header_bytes_max = 64 * 1024;
    std::chrono::seconds connect_timeout{10};
    std::chrono::seconds idle_timeout{60};            // of a pooled connection
    std::chrono::seconds between_bytes_timeout{300};  // a silent model is given up on
};

// From HTTP_PROXY, HTTPS_PROXY and NO_PROXY, read by cli and passed in. Empty: direct.
struct proxy_settings {
    std::string http_proxy;
    std::string https_proxy;
    std::string no_proxy;
};

struct client_request {
    std::string method = "GET";
    std::string url;  // http://host:port/path?query or https://
    fields headers = {};
    secret bearer = {};  // sent as `Authorization: Bearer …` when not empty
    std::string body = {};
};

// The head has arrived; the body is read piece by piece.
class client_response {
public:
    virtual ~client_response() = default;
    virtual unsigned status() const = 0;
    virtual const fields& headers() const = 0;

    // The bytes of the next read, valid until the next call; nothing at the end of the body.
    // A body that ends early is errc::closed. Waits at most `between_bytes_timeout`.
    virtual asio::awaitable<result<std::optional<std::string_view>>> read() = 0;
};

// The whole body, for small answers; errc::too_large beyond `bytes_max`.
asio::awaitable<result<std::string>> read_all(client_response& response, std::size_t bytes_max);

class client {
public:
    client(asio::any_io_executor loop, client_limits limits, proxy_settings proxies);
    ~client();

    // Sends and waits for the head. A pooled connection that turns out to be dead is replaced once.
    asio::awaitable<result<std::unique_ptr<client_response>>> start(client_request request, deadline until);

private:
    class impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace parley::http
