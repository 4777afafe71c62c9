// A second port of a mock that speaks TLS, as clients send secrets of applications over https alone.
//
// Carries bytes between its clients and the plain port of the same computer, and ends as either side does: in
// order, or with a reset. Belongs to one loop. Limits: 1024 connections, ten seconds for a handshake.
#pragma once

#include "base/task_group.hpp"
#include "mock/identity/tls_certificate.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <list>

namespace parley::mock {

class tls_front {
public:
    // `plain` is where the mock listens. `loop` outlives the front.
    tls_front(asio::io_context& loop, asio::ip::tcp::acceptor acceptor, tls_certificate certificate,
              asio::ip::tcp::endpoint plain);
    ~tls_front();  // `stop` has been awaited, or the loop runs no more

    std::uint16_t port() const { return port_; }

    // Takes connections until `stop`.
    asio::awaitable<void> run();

    // Cuts what is open. Returns when nothing is, or at `until`.
    asio::awaitable<void> stop(deadline until);

private:
    struct link;

    asio::awaitable<void> carry(asio::ip::tcp::socket client);
    static asio::awaitable<boost::system::error_code> carry_in(link& between);
    static asio::awaitable<boost::system::error_code> carry_out(link& between);

    asio::ip::tcp::acceptor acceptor_;
    tls_certificate certificate_;
    asio::ip::tcp::endpoint plain_;
    std::uint16_t port_;
    std::list<link*> open_;
    task_group links_;
};

}  // namespace parley::mock
