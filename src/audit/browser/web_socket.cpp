#include "audit/browser/web_socket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>

namespace parley::audit {
namespace {

namespace websocket = boost::beast::websocket;
using stream = websocket::stream<asio::ip::tcp::socket>;

void rethrow(std::exception_ptr thrown)
{
    if (thrown) std::rethrow_exception(thrown);
}

// Reads and writes live as long as the socket is open, and keep this for as long.
class web_socket final : public message_channel, public std::enable_shared_from_this<web_socket> {
public:
    explicit web_socket(stream opened) : stream_(std::move(opened)) {}

    void listen(channel_listener& who) override
    {
        listener_ = &who;
        asio::co_spawn(executor(), read_until_closed(shared_from_this()), rethrow);
    }

    void send(std::string text) override
    {
        if (closed_) return;
        waits_.push_back(std::move(text));
        if (!std::exchange(writes_, true))
            asio::co_spawn(executor(), write_what_waits(shared_from_this()), rethrow);
    }

    void close() override
    {
        listener_ = nullptr;
        end();
    }

    asio::any_io_executor executor() override { return stream_.get_executor(); }

private:
    static asio::awaitable<void> read_until_closed(std::shared_ptr<web_socket> self)
    {
        while (!self->closed_) {
            std::string text;
            auto room = asio::dynamic_buffer(text);
            boost::system::error_code failed;
            co_await self->stream_.async_read(room, asio::redirect_error(asio::use_awaitable, failed));
            if (failed) break;
            if (self->listener_) self->listener_->hear_message(std::move(text));
        }
        self->end();
    }

    static asio::awaitable<void> write_what_waits(std::shared_ptr<web_socket> self)
    {
        while (!self->waits_.empty() && !self->closed_) {
            const auto text = std::move(self->waits_.front());
            self->waits_.pop_front();
            boost::system::error_code failed;
            co_await self->stream_.async_write(asio::buffer(text),
                                               asio::redirect_error(asio::use_awaitable, failed));
            if (failed) self->end();
        }
        self->writes_ = false;
    }

    void end()
    {
        if (std::exchange(closed_, true)) return;
        boost::system::error_code ignored;
        stream_.next_layer().close(ignored);
        if (auto* who = std::exchange(listener_, nullptr)) who->hear_the_end();
    }

    stream stream_;
    channel_listener* listener_ = nullptr;
    std::deque<std::string> waits_;  // to be written
    bool writes_ = false;
    bool closed_ = false;
};

asio::awaitable<result<std::shared_ptr<message_channel>>> shake_hands(web_socket_address to,
                                                                      std::size_t message_bytes_max)
{
    const auto loop = co_await asio::this_coro::executor;
    stream made(loop);
    boost::system::error_code failed;
    const asio::ip::tcp::endpoint there(asio::ip::address_v4::loopback(), to.port);
    co_await made.next_layer().async_connect(there, asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return error{errc::unreachable, "cannot connect to the browser: " + failed.message()};
    made.next_layer().set_option(asio::ip::tcp::no_delay(true), failed);
    made.read_message_max(message_bytes_max);
    made.text(true);
    made.auto_fragment(false);
    const auto host = "127.0.0.1:" + std::to_string(to.port);
    co_await made.async_handshake(host, to.path, asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return error{errc::unreachable, "the browser opens no web socket: " + failed.message()};
    co_return std::shared_ptr<message_channel>(std::make_shared<web_socket>(std::move(made)));
}

}  // namespace

asio::awaitable<result<std::shared_ptr<message_channel>>> open_web_socket(web_socket_address to,
                                                                          std::size_t message_bytes_max,
                                                                          deadline until)
{
    return finish_before(until, shake_hands(std::move(to), message_bytes_max));
}

}  // namespace parley::audit
