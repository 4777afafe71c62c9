// For tests: a server on a loop and thread of its own, and a client that sends and reads plain bytes.
//
// Every wait of the client ends after `patience`, so a test that would hang fails instead.
#pragma once

#include "base/descriptor.hpp"
#include "base/testing/kept_log.hpp"
#include "http/server.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace parley::http {

constexpr std::chrono::seconds patience{10};

class test_server {
public:
    explicit test_server(std::vector<route> routes, server_limits limits = {});
    ~test_server();  // stops without grace if the test has not stopped it

    std::uint16_t port() const { return port_; }
    void stop(std::chrono::milliseconds grace);
    void begin_stop(std::chrono::milliseconds grace);
    std::size_t connections();
    asio::io_context& loop() { return loop_; }

    kept_log log;

private:
    asio::io_context loop_;
    asio::thread_pool blocking_{1};
    router routes_;
    std::optional<server> server_;
    std::uint16_t port_ = 0;
    std::thread thread_;
    bool stopping_ = false;
};

struct parsed_response {
    unsigned status = 0;  // 0: none came
    std::string head;
    std::string body;  // without chunk framing
    bool is_whole = false;

    std::string field(std::string_view name) const;
};

class raw_client {
public:
    explicit raw_client(std::uint16_t port, int receive_buffer_bytes = 0);

    void send(std::string_view bytes);
    void shut_down_writing();
    void close() { socket_.reset(); }

    // The next response; `method` HEAD says that no body follows.
    parsed_response read_response(std::string_view method = "GET");
    parsed_response get(std::string_view path, std::string_view more_headers = "");

    // What comes until the server closes; nothing is lost that came before.
    std::string read_to_end();
    bool is_closed_soon();

    // At least one more byte, or fewer at the end.
    std::string read_some();

private:
    bool fill();

    descriptor socket_;
    std::string buffer_;
};

}  // namespace parley::http
