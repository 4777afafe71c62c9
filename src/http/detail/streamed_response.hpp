// One request on its connection: sent, head awaited, body read piece by piece.
//
// The connection goes back to the pool when the body has ended, and is closed when anything else happens.
#pragma once

#include "http/client.hpp"
#include "http/detail/pool.hpp"
#include "http/detail/read_buffer.hpp"
#include "http/detail/response_reader.hpp"

namespace parley::http {

// What a client and its unfinished responses share; lives until the last of them is gone.
struct client_core {
    client_core(const asio::any_io_executor& loop, client_limits bounds)
        : limits(bounds),
          dog(loop),
          connections({bounds.connections_per_host_max, bounds.idle_per_host_max, bounds.idle_timeout})
    {
    }

    client_limits limits;
    watchdog dog;
    pool connections;
};

class streamed_response final : public client_response {
public:
    streamed_response(std::shared_ptr<client_core> core, pool::member member, std::string peer,
                      body_rule rule);
    ~streamed_response() override;

    // Sends `wire` and waits for the head.
    asio::awaitable<result<void>> exchange(std::string_view wire, deadline until);

    // Whether the peer has sent anything at all.
    bool answered() const { return answered_; }

    unsigned status() const override { return reader_.status(); }
    const std::string& reason() const override { return reader_.reason(); }
    const fields& headers() const override { return reader_.headers(); }
    asio::awaitable<result<std::optional<std::string_view>>> read() override;

private:
    enum class step { sending, waiting, reading };

    upstream_connection& link() { return *member_->link; }
    result<void> read_plain(boost::system::error_code ec);
    asio::awaitable<result<void>> read_tls();
    result<asio::mutable_buffer> room();
    result<void> take(const boost::system::error_code& ec, std::size_t bytes, step what);
    result<void> understand(std::size_t bytes);
    result<void> ended_by_peer(const boost::system::error_code& ec, step what);
    error give_up_connection(error why);

    std::shared_ptr<client_core> core_;
    std::string peer_;
    std::optional<pool::member> member_;  // nothing once the body has ended, or failed
    response_reader reader_;
    read_buffer buffer_;
    std::string_view piece_;  // in buffer_, not yet handed out
    bool answered_ = false;
    bool may_have_more_ = true;  // the last read took all there was room for
};

}  // namespace parley::http
