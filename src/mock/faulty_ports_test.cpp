// What goes wrong before a request is heard, as our own client and a bare socket meet it.
#include "mock/faulty_ports.hpp"

#include "base/run_on_loop.hpp"
#include "http/client.hpp"
#include "mock/local_mock.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;

const auto fail_test = [](const std::string& problem) { ADD_FAILURE() << problem; };
const std::string ask_hello = R"({"model":"m","messages":[{"role":"user","content":"hello"}]})";

struct heard {
    unsigned status = 0;
    std::string body = {};
    std::optional<errc> failure = {};
};

asio::awaitable<heard> exchange_with(http::client& client, http::client_request request, deadline until)
{
    auto answer = co_await client.start(std::move(request), until);
    if (!answer) co_return heard{.failure = answer.error().code};
    auto text = co_await http::read_all(**answer, 1024 * 1024);
    co_return heard{(*answer)->status(), text ? *text : text.error().detail};
}

heard post(const std::string& url, std::string body, deadline until = deadline_after(30s))
{
    asio::io_context loop;
    http::client client(loop.get_executor(), {}, {});
    http::client_request request{.method = "POST",
                                 .url = url,
                                 .headers = {{"Content-Type", "application/json"}},
                                 .body = std::move(body)};
    return run_on_loop(loop, exchange_with(client, std::move(request), until));
}

std::uint16_t port_in(const std::string& url)
{
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

asio::awaitable<bool> connects_and_hears_nothing(std::uint16_t port)
{
    tcp::socket socket(co_await asio::this_coro::executor);
    const tcp::endpoint at(asio::ip::address_v4::loopback(), port);
    boost::system::error_code failed;
    co_await socket.async_connect(at, asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return false;
    const std::string_view text = "POST /v1/chat/completions HTTP/1.1\r\n\r\n";
    co_await socket.async_write_some(asio::buffer(text), asio::redirect_error(asio::use_awaitable, failed));
    co_return !failed && socket.available() == 0;
}

TEST(FaultyPorts, NeverMakeAConnection)
{
    local_mock model(fail_test);
    EXPECT_EQ(post(model.url_with({port_trouble::never_accept}), ask_hello, deadline_after(300ms)).failure,
              errc::timed_out);
    model.finish();
}

TEST(FaultyPorts, TakeAConnectionAndSayNothing)
{
    local_mock model(fail_test);
    const auto url = model.url_with({port_trouble::stall});
    EXPECT_EQ(post(url, ask_hello, deadline_after(300ms)).failure, errc::timed_out);
    asio::io_context loop;
    EXPECT_TRUE(run_on_loop(loop, connects_and_hears_nothing(port_in(url))));
    EXPECT_TRUE(model.requests().empty());
    model.finish();
}

TEST(FaultyPorts, ResetAConnection)
{
    local_mock model(fail_test);
    const auto failure = post(model.url_with({port_trouble::reset}), ask_hello).failure;
    EXPECT_TRUE(failure == errc::closed || failure == errc::unreachable);
    model.finish();
}

TEST(FaultyPorts, ReadSlowlyAndAnswerAllTheSame)
{
    local_mock model(fail_test);
    model.when({.last_user = exactly("hello")}).reply("Good day to you.");
    const auto url = model.url_with({port_trouble::slow_read, 1000}) + "/chat/completions";
    const auto began = std::chrono::steady_clock::now();
    const auto all = post(url, ask_hello);
    EXPECT_EQ(all.status, 200U);
    EXPECT_NE(all.body.find("Good day to you."), std::string::npos) << all.body;
    // More than 150 bytes, 50 at a time: four reads at least, 50 ms apart.
    EXPECT_GE(std::chrono::steady_clock::now() - began, 100ms);
}

asio::awaitable<std::string> asks_and_ends_its_side(std::uint16_t port)
{
    tcp::socket socket(co_await asio::this_coro::executor);
    const tcp::endpoint at(asio::ip::address_v4::loopback(), port);
    co_await socket.async_connect(at, asio::use_awaitable);
    const auto request =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Mock-Latency: "
        "200\r\nContent-Type: application/json\r\nContent-Length: " +
        std::to_string(ask_hello.size()) + "\r\n\r\n" + ask_hello;
    co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    socket.shutdown(tcp::socket::shutdown_send);
    std::string all;
    boost::system::error_code ended;
    co_await asio::async_read(socket, asio::dynamic_buffer(all),
                              asio::redirect_error(asio::use_awaitable, ended));
    co_return all;
}

// The end of what it sent was taken for its leaving.
TEST(FaultyPorts, AnswerAClientThatHasEndedItsSide)
{
    local_mock model(fail_test);
    model.when({.last_user = exactly("hello")}).reply("Good day to you.");
    asio::io_context loop;
    const auto url = model.url_with({port_trouble::slow_read, 4000});
    const auto heard = run_on_loop(loop, asks_and_ends_its_side(port_in(url)));
    EXPECT_TRUE(heard.starts_with("HTTP/1.1 200")) << heard;
    EXPECT_NE(heard.find("Good day to you."), std::string::npos) << heard;
}

struct half_heard {
    std::string text = {};
    bool takes_more = false;  // after the other side has ended
};

asio::awaitable<half_heard> hears_to_the_end(std::uint16_t port)
{
    tcp::socket socket(co_await asio::this_coro::executor);
    const tcp::endpoint at(asio::ip::address_v4::loopback(), port);
    co_await socket.async_connect(at, asio::use_awaitable);
    const auto request =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Content-Length: " +
        std::to_string(ask_hello.size()) + "\r\n\r\n" + ask_hello;
    co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    half_heard all;
    boost::system::error_code ended;
    co_await asio::async_read(socket, asio::dynamic_buffer(all.text),
                              asio::redirect_error(asio::use_awaitable, ended));
    // To a socket that is closed altogether the second write fails: the first met with a reset.
    boost::system::error_code failed;
    for (int i = 0; i < 10 && !failed; ++i)
        co_await asio::async_write(socket, asio::buffer("more", 4),
                                   asio::redirect_error(asio::use_awaitable, failed));
    all.takes_more = ended == asio::error::eof && !failed;
    co_return all;
}

TEST(FaultyPorts, EndAnAnswerHalfwayAndStillListen)
{
    local_mock model(fail_test);
    model.when({.last_user = exactly("hello")}).reply("Good day to you.");
    constexpr std::size_t after_bytes = 20;
    asio::io_context loop;
    const auto url = model.url_with({.how = port_trouble::half_close, .after_bytes = after_bytes});
    const auto heard = run_on_loop(loop, hears_to_the_end(port_in(url)));
    EXPECT_EQ(heard.text.size(), after_bytes);
    EXPECT_TRUE(heard.text.starts_with("HTTP/1.1 200")) << heard.text;
    EXPECT_TRUE(heard.takes_more);
}

TEST(FaultyPorts, AreOpenedAndClosedByTheControlPlane)
{
    local_mock model(fail_test);
    const auto control = model.azure_url() + "/__mock/ports";
    const auto opened = post(control, R"({"kind": "reset"})");
    ASSERT_EQ(opened.status, 200U) << opened.body;
    const auto port = boost::json::parse(opened.body).at("port").as_int64();
    EXPECT_GT(port, 0);
    EXPECT_EQ(post(control, R"({"kind": "half_close", "after_bytes": 5})").status, 200U);
    EXPECT_EQ(post(control, R"({"kind": "reset", "after_bytes": 5})").status, 400U);
    const auto wrong = post(control, R"({"kind": "rest"})");
    EXPECT_EQ(wrong.status, 400U);
    EXPECT_NE(wrong.body.find("reset"), std::string::npos) << wrong.body;
    for (int i = 2; i < 64; ++i) EXPECT_EQ(post(control, R"({"kind": "stall"})").status, 200U);
    EXPECT_EQ(post(control, R"({"kind": "stall"})").status, 503U);
    model.finish();
}

}  // namespace
}  // namespace parley::mock
