// Ports on which something goes wrong before a request is heard. They are ports of their own, so that the
// control plane stays within reach.
//
// On loopback only. Belongs to one loop. Limits: 64 ports, 1024 connections in all.
#pragma once

#include "base/task_group.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace parley::mock {

enum class port_trouble {
    never_accept,  // no connection comes about: whoever connects waits
    stall,         // it is accepted, and then nothing is read and nothing said
    reset,         // it is accepted and reset
    slow_read,     // what is sent is read slowly, and the mock answers it
    half_close,    // the mock's answer breaks off with FIN, and what the client sends is still read
};

struct faulty_port {
    port_trouble how = port_trouble::stall;
    std::size_t bytes_per_s = 1000;  // slow_read
    std::size_t after_bytes = 0;     // half_close: of the answer, head and all
};

class faulty_ports {
public:
    // `mock_port` is where the mock itself listens.
    faulty_ports(asio::any_io_executor loop, std::uint16_t mock_port);
    ~faulty_ports();  // `stop` has been awaited

    // Open until `close`. errc::busy when there are too many.
    result<std::uint16_t> open(const faulty_port& what);

    void close();  // all
    asio::awaitable<void> stop();

private:
    using tcp = asio::ip::tcp;

    asio::awaitable<void> accept(std::shared_ptr<tcp::acceptor> on, faulty_port what);
    asio::awaitable<void> treat(std::shared_ptr<tcp::socket> client, faulty_port what);

    asio::any_io_executor loop_;
    std::uint16_t mock_port_;
    task_group tasks_;
    std::vector<std::shared_ptr<tcp::acceptor>> acceptors_;
    std::vector<tcp::socket> waiting_;  // take the place in the queues of those that never accept
    std::size_t connections_ = 0;
};

}  // namespace parley::mock
