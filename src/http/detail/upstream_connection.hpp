// One connection to an upstream, plain or TLS, watched by its loop's watchdog.
//
// Destroying it closes the socket at once, without a TLS goodbye.
#pragma once

#include "http/detail/watchdog.hpp"
#include "http/url.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <memory>

namespace parley::http {

// How operations are awaited here: the outcome as values, and no coroutine frame of their own.
inline constexpr auto as_outcome = asio::as_tuple(asio::deferred);

class upstream_connection final : public watchdog::watch {
public:
    using tls_stream = asio::ssl::stream<asio::ip::tcp::socket&>;

    upstream_connection(const asio::any_io_executor& loop, watchdog& dog) : watch(dog), socket_(loop) {}
    ~upstream_connection() = default;

    asio::ip::tcp::socket& socket() { return socket_; }
    tls_stream& start_tls(asio::ssl::context& context)
    {
        tls_ = std::make_unique<tls_stream>(socket_, context);
        return *tls_;
    }

    template <class Token>
    auto async_read_some(asio::mutable_buffer room, Token&& token)
    {
        return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this, room](auto handler) {
                if (tls_)
                    tls_->async_read_some(room, std::move(handler));
                else
                    socket_.async_read_some(room, std::move(handler));
            },
            token);
    }

    template <class Token>
    auto async_write(asio::const_buffer bytes, Token&& token)
    {
        return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this, bytes](auto handler) {
                if (tls_)
                    asio::async_write(*tls_, bytes, std::move(handler));
                else
                    asio::async_write(socket_, bytes, std::move(handler));
            },
            token);
    }

    // For plain connections: TLS may hold bytes that have left the socket.
    template <class Token>
    auto async_wait_readable(Token&& token)
    {
        return socket_.async_wait(asio::ip::tcp::socket::wait_read, std::forward<Token>(token));
    }

    bool is_tls() const { return tls_ != nullptr; }

    // What has already arrived; would_block when nothing has.
    std::size_t read_now(asio::mutable_buffer room, boost::system::error_code& ec)
    {
        return tls_ ? tls_->read_some(room, ec) : socket_.read_some(room, ec);
    }

    // Whether an unused connection may be used again: still open, and the peer has said nothing more.
    bool is_quiet();

    // What an operation's failure means; `doing` completes "… while" for people.
    error failure(const boost::system::error_code& ec, const std::string& peer, std::string_view doing) const;

private:
    void give_up() override;

    asio::ip::tcp::socket socket_;
    std::unique_ptr<tls_stream> tls_;  // apart, because plain connections should stay small
};

}  // namespace parley::http
