// Where `parley token serve` may listen: this computer, or a network of its own such as a container bridge.
#pragma once

#include "base/error.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace parley::cli {

// `127.0.0.1`, `172.17.0.1:5300`, `[::1]:5300`; without a port any free one. errc::invalid_input for a name,
// for an address that means all networks, and for one that the internet can reach.
result<boost::asio::ip::tcp::endpoint> read_listen_address(std::string_view text);

}  // namespace parley::cli
