#include "base/run_on_loop.hpp"
#include "http/lone_client.hpp"
#include "http/testing/scripted_origin.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <gtest/gtest.h>

namespace parley::http {
namespace {

using namespace std::chrono_literals;
using testing::after;
using testing::connection_script;
using testing::scripted_origin;

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const std::string stream_head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

using answer = result<std::string>;

// One request and the whole of its answer: "status body".
asio::awaitable<answer> ask(client& with, client_request request, deadline until)
{
    auto response = co_await with.start(std::move(request), until);
    if (!response) co_return response.error();
    auto body = co_await read_all(**response, 100'000);
    if (!body) co_return body.error();
    co_return std::to_string((*response)->status()) + " " + *body;
}

struct talk {
    std::vector<connection_script> scripts;
    std::vector<client_request> requests = {
        {}};  // an empty URL, or one that ends in ':', leads to the origin
    client_limits limits = {};
    proxy_settings proxies = {};
    deadline until = deadline_after(10s);

    // What came of it.
    std::vector<answer> answers = {};
    std::vector<std::string> seen = {};  // by the origin
    std::size_t connections = 0;
};

asio::awaitable<bool> ask_in_turn(talk& script, scripted_origin& origin, client& with)
{
    for (auto request : script.requests) {
        if (request.url.empty()) request.url = origin.url("/path?q=1");
        if (request.url.ends_with(":")) request.url += std::to_string(origin.port()) + "/";
        script.answers.push_back(co_await ask(with, std::move(request), script.until));
    }
    script.seen = origin.requests;
    script.connections = origin.connections;
    origin.stop();
    co_return true;
}

// Asks an origin that follows the scripts, one request after the other, on one client.
talk run(talk script)
{
    asio::io_context loop;
    scripted_origin origin(loop, script.scripts);
    const std::string authority = origin.authority();
    for (auto* setting : {&script.proxies.http_proxy, &script.proxies.https_proxy})
        if (setting->ends_with("@")) setting->append(authority);
    std::optional<client> with(std::in_place, loop.get_executor(), script.limits, script.proxies);
    asio::co_spawn(loop, ask_in_turn(script, origin, *with), [&with](std::exception_ptr thrown, bool) {
        with.reset();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    return script;
}

TEST(Client, SendsARequestAndReadsItsAnswer)
{
    client_request request{
        .method = "POST", .headers = {{"X-A", "b"}}, .bearer = secret("key"), .body = "{}"};
    const auto done = run({.scripts = {{{hello}}}, .requests = {request}});
    EXPECT_EQ(*done.answers.at(0), "200 hello");
    const std::string& seen = done.seen.at(0);
    EXPECT_TRUE(seen.starts_with("POST /path?q=1 HTTP/1.1\r\nHost: 127.0.0.1:")) << seen;
    for (const auto* line :
         {"\r\nX-A: b\r\n", "\r\nAuthorization: Bearer key\r\n", "\r\nContent-Length: 2\r\n"})
        EXPECT_NE(seen.find(line), std::string::npos) << line;
    EXPECT_TRUE(seen.ends_with("\r\n\r\n{}"));
}

TEST(Client, ReadsBodiesOfEveryFraming)
{
    const auto done = run({.scripts = {{{hello},
                                        {stream_head + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"},
                                        {"HTTP/1.1 100 Continue\r\n\r\n" + hello},
                                        {"HTTP/1.1 200 OK\r\n\r\nhello", after::close}}},
                           .requests = {4, client_request{}}});
    for (const auto& each : done.answers) EXPECT_EQ(*each, "200 hello");
    EXPECT_EQ(done.connections, 1U);
}

TEST(Client, UsesAConnectionAgainOnlyWhenTheAnswerAllowsIt)
{
    EXPECT_EQ(run({.scripts = {{{hello}, {hello}}}, .requests = {2, client_request{}}}).connections, 1U);
    const std::string last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    EXPECT_EQ(run({.scripts = {{{last}}}, .requests = {2, client_request{}}}).connections, 2U);
    EXPECT_EQ(run({.scripts = {{{hello + "HTTP/1.1 200 OK"}}, {{hello}}}, .requests = {2, client_request{}}})
                  .connections,
              2U);
}

TEST(Client, DoesNotFollowRedirects)
{
    const auto done = run({.scripts = {{{"HTTP/1.1 307 T\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"}}}});
    EXPECT_EQ(*done.answers.at(0), "307 ");
    EXPECT_EQ(done.seen.size(), 1U);
}

TEST(Client, ReplacesAPooledConnectionThatTurnsOutToBeDead)
{
    // The first connection answers once and then closes when it is asked again.
    for (const auto end : {after::close, after::reset}) {
        const auto done =
            run({.scripts = {{{hello}, {"", end}}, {{hello}}}, .requests = {2, client_request{}}});
        EXPECT_EQ(*done.answers.at(1), "200 hello");
        EXPECT_EQ(done.connections, 2U);
    }
}

TEST(Client, DoesNotUseAPooledConnectionThatThePeerHasClosed)
{
    const auto done = run({.scripts = {{{hello, after::close}}}, .requests = {2, client_request{}}});
    EXPECT_EQ(*done.answers.at(1), "200 hello");
    EXPECT_EQ(done.connections, 2U);
}

asio::awaitable<bool> ask_wait_ask(scripted_origin& origin, client& with)
{
    for (std::size_t i = 1; i <= 2; ++i) {
        client_request request{.url = origin.url()};
        EXPECT_EQ(*co_await ask(with, std::move(request), deadline_after(10s)), "200 hello");
        if (i == 2) co_await origin.wait_until_gone(1);
    }
    origin.stop();
    co_return true;
}

TEST(Client, DoesNotUseAConnectionAgainThatWasIdleForTooLongAndClosesIt)
{
    asio::io_context loop;
    scripted_origin origin(loop, {{{hello}, {hello}}});
    client with(loop.get_executor(), {.idle_timeout = 0ms}, {});
    run_on_loop(loop, ask_wait_ask(origin, with));
    EXPECT_EQ(origin.connections, 2U);
}

asio::awaitable<bool> wait_beside_an_idle_connection(scripted_origin& origin, scripted_origin& silent,
                                                     client& with)
{
    client_request first{.url = origin.url()};
    EXPECT_EQ(*co_await ask(with, std::move(first), deadline_after(10s)), "200 hello");
    client_request second{.url = silent.url()};
    EXPECT_TRUE((co_await ask(with, std::move(second), deadline_after(20ms))).has_error());
    co_await origin.wait_until_gone(1);
    origin.stop();
    silent.stop();
    co_return true;
}

TEST(Client, ClosesAnIdleConnectionWhileItWaitsForAnotherAnswer)
{
    asio::io_context loop;
    scripted_origin origin(loop, {{{hello}, {hello}}});
    scripted_origin silent(loop, {{{"", after::silence}}});
    client with(loop.get_executor(), {.idle_timeout = 1ms}, {});
    EXPECT_TRUE(run_on_loop(loop, wait_beside_an_idle_connection(origin, silent, with)));
}

asio::awaitable<bool> ask_once(scripted_origin& origin, client& with)
{
    client_request request{.url = origin.url()};
    EXPECT_EQ(*co_await ask(with, std::move(request), deadline_after(10s)), "200 hello");
    origin.stop();
    co_return true;
}

// Programs hung for a minute after their answer.
TEST(Client, KeepsNoLoopRunningForItsIdleConnections)
{
    asio::io_context loop;
    scripted_origin origin(loop, {{{hello}, {hello}}});
    client with(loop.get_executor(), {.idle_timeout = 1h}, {});
    asio::co_spawn(loop, ask_once(origin, with), [](std::exception_ptr, bool) {});
    loop.run_for(20s);
    EXPECT_TRUE(loop.stopped()) << "something is left on it";
}

TEST(Client, DoesNotAskAgainOnceAnAnswerHasBegun)
{
    const auto done = run({.scripts = {{{hello}, {"HTTP/1.1 200", after::close}}, {{hello}}},
                           .requests = {2, client_request{}}});
    EXPECT_EQ(done.answers.at(1).error().code, errc::closed);
    EXPECT_EQ(done.connections, 1U);
}

TEST(Client, ReportsAFreshConnectionThatClosesWithoutAnAnswer)
{
    const auto done = run({.scripts = {{{"", after::close}}}});
    EXPECT_EQ(done.answers.at(0).error().code, errc::closed);
    EXPECT_NE(done.answers.at(0).error().detail.find("without an answer"), std::string::npos);
}

TEST(Client, ReportsABodyThatEndsEarly)
{
    for (const auto end : {after::close, after::reset})
        EXPECT_EQ(run({.scripts = {{{stream_head + "5\r\nhello\r\n", end}}}}).answers.at(0).error().code,
                  errc::closed);
}

TEST(Client, GivesUpOnASilentServerAtTheDeadline)
{
    const auto done = run({.scripts = {{{"", after::silence}}}, .until = deadline_after(30ms)});
    EXPECT_EQ(done.answers.at(0).error().code, errc::timed_out);
}

TEST(Client, GivesUpOnAStreamThatGoesSilent)
{
    const auto done = run({.scripts = {{{stream_head + "5\r\nhello\r\n", after::silence}}},
                           .limits = {.between_bytes_timeout = 30ms}});
    EXPECT_EQ(done.answers.at(0).error().code, errc::timed_out);
    EXPECT_NE(done.answers.at(0).error().detail.find("127.0.0.1"), std::string::npos);
}

TEST(Client, RefusesAHeadOverTheLimit)
{
    const auto done = run({.scripts = {{{"HTTP/1.1 200 OK\r\nX: " + std::string(5000, 'a'), after::silence}}},
                           .limits = {.header_bytes_max = 2000}});
    EXPECT_EQ(done.answers.at(0).error().code, errc::too_large);
}

TEST(Client, ReadsAHeadMuchLongerThanItsFirstRead)
{
    std::string head = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 500; ++i) head += "X-" + std::to_string(i) + ": " + std::string(80, 'a') + "\r\n";
    EXPECT_EQ(*run({.scripts = {{{head + "Content-Length: 5\r\n\r\nhello"}}}}).answers.at(0), "200 hello");
}

TEST(Client, BoundsTheConnectionsToOneHost)
{
    const auto done = run({.scripts = {{{hello}}}, .limits = {.connections_per_host_max = 0}});
    EXPECT_EQ(done.answers.at(0).error().code, errc::busy);
}

TEST(Client, SaysThatNobodyListensAndWhere)
{
    asio::io_context unused;
    asio::ip::tcp::acceptor taken(unused, {asio::ip::address_v4::loopback(), 0});
    const std::string authority = "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
    taken.close();
    const auto done =
        run({.scripts = {{{hello}}}, .requests = {{.url = "http://user:word@" + authority + "/"}}});
    EXPECT_EQ(done.answers.at(0).error().code, errc::unreachable);
    EXPECT_EQ(done.answers.at(0).error().detail, "cannot connect to " + authority + ": connection refused");
}

TEST(Client, RefusesToSendWhatWouldSmuggleAHeader)
{
    const std::vector<client_request> requests = {{.method = "GET /"},
                                                  {.headers = {{"X", "a\r\nY: b"}}},
                                                  {.headers = {{"X\n", "a"}}},
                                                  {.headers = {{"content-length", "7"}}},
                                                  {.bearer = secret("key\n")}};
    const auto done = run({.scripts = {{{hello}}}, .requests = requests});
    for (const auto& each : done.answers) EXPECT_EQ(each.error().code, errc::invalid_input);
    EXPECT_EQ(done.connections, 0U);
}

TEST(Client, NamesTheWholeUrlToAProxyAndItsCredentials)
{
    const auto done = run({.scripts = {{{hello}}},
                           .requests = {{.url = "http://model.example:8000/v1?q"}},
                           .proxies = {.http_proxy = "http://user:pass@"}});
    EXPECT_EQ(*done.answers.at(0), "200 hello");
    EXPECT_TRUE(done.seen.at(0).starts_with(
        "GET http://model.example:8000/v1?q HTTP/1.1\r\nHost: model.example:8000\r\n"));
    EXPECT_NE(done.seen.at(0).find("\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n"), std::string::npos);
}

TEST(Client, SaysWhatToChangeWhenAProxyRefusesATunnel)
{
    const auto done = run({.scripts = {{{"HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n"}}},
                           .requests = {{.url = "https://model.example/"}},
                           .proxies = {.https_proxy = "http://user:pass@"}});
    EXPECT_EQ(done.seen.at(0),
              "CONNECT model.example:443 HTTP/1.1\r\nHost: model.example:443\r\n"
              "Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n");
    EXPECT_EQ(done.answers.at(0).error().code, errc::unreachable);
    EXPECT_NE(done.answers.at(0).error().detail.find("HTTPS_PROXY"), std::string::npos);
    EXPECT_EQ(done.answers.at(0).error().detail.find("pass@"), std::string::npos);
}

asio::awaitable<bool> drop_mid_stream(scripted_origin& origin, client& with, bool& in_time)
{
    {
        client_request request{.url = origin.url()};
        auto response = co_await with.start(std::move(request), deadline_after(10s));
        EXPECT_EQ(**co_await (*response)->read(), "hello");
    }
    const auto dropped = std::chrono::steady_clock::now();
    co_await origin.wait_until_gone(1);
    in_time = std::chrono::steady_clock::now() - dropped < 50ms;
    origin.stop();
    co_return true;
}

TEST(Client, ClosesTheConnectionAtOnceWhenAnUnfinishedResponseIsDropped)
{
    asio::io_context loop;
    scripted_origin origin(loop, {{{stream_head + "5\r\nhello\r\n", after::silence}}});
    client with(loop.get_executor(), {}, {});
    bool in_time = false;
    run_on_loop(loop, drop_mid_stream(origin, with, in_time));
    EXPECT_TRUE(in_time);
}

asio::awaitable<bool> stop_reading_before_the_end(scripted_origin& origin, client& with)
{
    for (int i = 0; i < 2; ++i) {
        client_request request{.url = origin.url()};
        auto response = co_await with.start(std::move(request), deadline_after(10s));
        EXPECT_EQ(**co_await (*response)->read(), "hello");
    }
    EXPECT_EQ(origin.connections, 1U);
    origin.stop();
    co_return true;
}

// As after `data: [DONE]`: nobody asks for what follows, and yet the connection can be used again.
TEST(Client, KeepsAConnectionWhoseEndHadArrivedWhenTheResponseIsDropped)
{
    asio::io_context loop;
    scripted_origin origin(loop, {{{stream_head + "5\r\nhello\r\n0\r\n\r\n"}, {hello}}});
    std::optional<client> with(std::in_place, loop.get_executor(), client_limits{}, proxy_settings{});
    asio::co_spawn(loop, stop_reading_before_the_end(origin, *with),
                   [&with](std::exception_ptr, bool) { with.reset(); });
    loop.run();
    EXPECT_EQ(origin.connections, 1U);
}

// Cancels `ask` when the origin has seen the request.
TEST(Client, ClosesTheConnectionWhenTheCallerIsCancelled)
{
    asio::io_context loop;
    scripted_origin origin(loop, {{{"", after::silence}}});
    client with(loop.get_executor(), {}, {});
    asio::cancellation_signal stop;
    std::optional<answer> got;
    asio::co_spawn(loop, ask(with, {.url = origin.url()}, deadline_after(10s)),
                   asio::bind_cancellation_slot(
                       stop.slot(), [&got](std::exception_ptr, answer a) { got = std::move(a); }));
    while (origin.requests.empty()) loop.run_one();
    stop.emit(asio::cancellation_type::terminal);
    while (!got) loop.run_one();
    EXPECT_EQ(got->error().code, errc::cancelled);
    while (origin.peers_gone == 0) loop.run_one();
    origin.stop();
    loop.run();
}

TEST(LoneClient, RunsOneThingAfterTheOtherOnALoopOfItsOwn)
{
    lone_client web;
    for (int i = 0; i < 2; ++i) {
        const auto refused = web.run(ask(*web, {.url = "ftp://example.org/"}, deadline_after(10s)));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, errc::invalid_input) << refused.error().detail;
    }
}

TEST(Client, LooksUpNames)
{
    const auto done = run({.scripts = {{{hello}}}, .requests = {{.url = "http://localhost:"}}});
    EXPECT_EQ(*done.answers.at(0), "200 hello");
    EXPECT_TRUE(done.seen.at(0).starts_with("GET / HTTP/1.1\r\nHost: localhost:"));
}

}  // namespace
}  // namespace parley::http
