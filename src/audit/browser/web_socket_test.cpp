#include "audit/browser/web_socket.hpp"

#include "base/run_on_loop.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <gtest/gtest.h>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;
namespace beast = boost::beast;

// Says everything twice, in two halves, until it is told to go.
struct echo {
    explicit echo(asio::io_context& loop) : acceptor(loop, {asio::ip::address_v4::loopback(), 0})
    {
        asio::co_spawn(loop, serve(), [](std::exception_ptr) {});
    }

    asio::awaitable<void> serve()
    {
        auto peer = co_await acceptor.async_accept(asio::use_awaitable);
        beast::flat_buffer room;
        co_await beast::http::async_read(peer, room, handshake, asio::use_awaitable);
        beast::websocket::stream<asio::ip::tcp::socket> stream(std::move(peer));
        stream.read_message_max(0);
        co_await stream.async_accept(handshake, asio::use_awaitable);
        for (;;) {
            std::string text;
            auto into = asio::dynamic_buffer(text);
            co_await stream.async_read(into, asio::use_awaitable);
            if (text == "go") break;
            co_await stream.async_write_some(false, asio::buffer(text), asio::use_awaitable);
            co_await stream.async_write_some(true, asio::buffer(text), asio::use_awaitable);
        }
    }

    asio::ip::tcp::acceptor acceptor;
    beast::http::request<beast::http::string_body> handshake;
};

struct WebSocket : testing::Test, channel_listener {
    asio::io_context loop;
    echo there{loop};
    std::vector<std::string> texts;

    void hear_message(std::string text) override
    {
        texts.push_back(std::move(text));
        loop.stop();
    }
    void hear_the_end() override
    {
        texts.emplace_back("end");
        loop.stop();
    }

    std::shared_ptr<message_channel> opened(std::size_t bytes_max)
    {
        const auto port = there.acceptor.local_endpoint().port();
        auto socket = run_on_loop(loop, open_web_socket({port, "/session"}, bytes_max, deadline_after(10s)),
                                  loop_rest::is_left);
        EXPECT_TRUE(socket) << socket.error().detail;
        if (socket) (*socket)->listen(*this);
        return socket ? *socket : nullptr;
    }

    std::string next()
    {
        const auto before = texts.size();
        loop.restart();
        while (texts.size() == before && loop.run_one() > 0) {
        }
        return texts.back();
    }
};

TEST_F(WebSocket, SaysAndHearsWholeTexts)
{
    const auto socket = opened(1024);
    ASSERT_TRUE(socket);
    EXPECT_EQ(there.handshake.target(), "/session");
    EXPECT_EQ(there.handshake.find("Origin"), there.handshake.end());
    socket->send("é");
    socket->send("second");
    EXPECT_EQ(next(), "éé");
    EXPECT_EQ(next(), "secondsecond");
    socket->send("go");
    EXPECT_EQ(next(), "end");
}

TEST_F(WebSocket, CarriesMegabytes)
{
    const auto socket = opened(64 * 1024 * 1024);
    ASSERT_TRUE(socket);
    socket->send(std::string(10 * 1024 * 1024, 'x'));
    EXPECT_EQ(next().size(), 20U * 1024 * 1024);
}

TEST_F(WebSocket, EndsAtAMessageBeyondItsLimit)
{
    const auto socket = opened(1024);
    ASSERT_TRUE(socket);
    socket->send(std::string(600, 'x'));
    EXPECT_EQ(next(), "end");
}

TEST_F(WebSocket, SaysThatNobodyListens)
{
    const auto port = there.acceptor.local_endpoint().port();
    there.acceptor.close();
    const auto socket = run_on_loop(loop, open_web_socket({port, "/"}, 1024, deadline_after(10s)));
    ASSERT_FALSE(socket);
    EXPECT_EQ(socket.error().code, errc::unreachable);
}

}  // namespace
}  // namespace parley::audit
