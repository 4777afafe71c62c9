// A web socket (RFC 6455) to a program on this machine, as a channel of texts.
//
// Sends no Origin, since none is from a page; compresses nothing. A message longer than its limit ends it.
// Belongs to one loop, which it keeps busy until it ends or is closed.
#pragma once

#include "audit/browser/message_channel.hpp"
#include "base/deadline.hpp"

#include <cstdint>
#include <memory>

namespace parley::audit {

struct web_socket_address {
    std::uint16_t port = 0;  // on 127.0.0.1
    std::string path = {};
};

// errc::unreachable, or timed_out.
asio::awaitable<result<std::shared_ptr<message_channel>>> open_web_socket(web_socket_address to,
                                                                          std::size_t message_bytes_max,
                                                                          deadline until);

}  // namespace parley::audit
