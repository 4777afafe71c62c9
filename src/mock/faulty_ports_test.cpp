// What goes wrong before a request is heard, as our own client and a bare socket meet it.
#include "mock/faulty_ports.hpp"

#include "base/run_on_loop.hpp"
#include "http/client.hpp"
#include "mock/local_mock.hpp"

#include <boost/asio/redirect_error.hpp>
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
    const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    EXPECT_TRUE(run_on_loop(loop, connects_and_hears_nothing(port)));
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

TEST(FaultyPorts, AreOpenedAndClosedByTheControlPlane)
{
    local_mock model(fail_test);
    const auto control = model.azure_url() + "/__mock/ports";
    const auto opened = post(control, R"({"kind": "reset"})");
    ASSERT_EQ(opened.status, 200U) << opened.body;
    const auto port = boost::json::parse(opened.body).at("port").as_int64();
    EXPECT_GT(port, 0);
    const auto wrong = post(control, R"({"kind": "rest"})");
    EXPECT_EQ(wrong.status, 400U);
    EXPECT_NE(wrong.body.find("reset"), std::string::npos) << wrong.body;
    for (int i = 1; i < 64; ++i) EXPECT_EQ(post(control, R"({"kind": "stall"})").status, 200U);
    EXPECT_EQ(post(control, R"({"kind": "stall"})").status, 503U);
    model.finish();
}

}  // namespace
}  // namespace parley::mock
