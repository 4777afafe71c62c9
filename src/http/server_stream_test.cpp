#include "http/detail/server_fixture.hpp"
#include "http/server.hpp"

#include <boost/asio/redirect_error.hpp>

#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>

namespace parley::http {
namespace {

using namespace std::chrono_literals;

struct observed {
    std::atomic<int> writes = 0;
    std::atomic<int> ended = 0;
    std::atomic<int> nudges = 0;
    std::atomic<int> own_port = 0;
};

// Counts how a handler ends, whatever way it ends.
class ending_counter {
public:
    explicit ending_counter(observed& seen) : seen_(seen) {}
    ~ending_counter() { ++seen_.ended; }

private:
    observed& seen_;
};

asio::awaitable<result<void>> flood(observed& seen, exchange& out)
{
    const ending_counter counter(seen);
    const std::string line(8 * 1024, 'x');
    out.begin_stream(200, {});
    for (;;) {
        auto sent = co_await out.write(line);
        if (!sent) co_return sent;
        ++seen.writes;
    }
}

asio::awaitable<result<void>> flood_with_nudges(observed& seen, exchange& out)
{
    const ending_counter counter(seen);
    const std::string line(64 * 1024, 'x');
    out.begin_stream(200, {});
    int taken = 0;
    while (out.nudge(line)) ++taken;
    seen.nudges = taken;
    if (auto sent = co_await out.write("end"); !sent) co_return sent;
    co_return co_await out.finish("");
}

asio::awaitable<result<void>> stream_then_wait(observed& seen, exchange& out)
{
    const ending_counter counter(seen);
    asio::steady_timer never(co_await asio::this_coro::executor, deadline::max());
    out.begin_stream(200, {});
    if (auto sent = co_await out.write("one\n"); !sent) co_return sent;
    ++seen.writes;
    co_await never.async_wait(asio::use_awaitable);
    co_return co_await out.finish("");
}

asio::awaitable<result<void>> wait_before_the_head(observed& seen, exchange&)
{
    const ending_counter counter(seen);
    asio::steady_timer never(co_await asio::this_coro::executor, deadline::max());
    ++seen.writes;
    co_await never.async_wait(asio::use_awaitable);
    co_return result<void>{};
}

asio::awaitable<result<void>> say_ok(request, exchange& out)
{
    response answer;
    answer.body = "ok";
    co_return co_await out.send(std::move(answer));
}

// From now on nothing can be sent on the one connection that `port` has accepted, and nothing else tells so.
bool refuse_further_writes(int port)
{
    const auto port_by = [](auto ask, int socket) {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        return ask(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0 ? ntohs(address.sin_port) : 0;
    };
    constexpr int descriptors_max = 1024;
    for (int socket = 3; socket < descriptors_max; ++socket)
        if (port_by(::getsockname, socket) == port && port_by(::getpeername, socket) != 0)
            return ::shutdown(socket, SHUT_WR) == 0;
    return false;
}

asio::awaitable<result<void>> nudge_in_vain(observed& seen, exchange& out)
{
    const ending_counter counter(seen);
    asio::steady_timer never(co_await asio::this_coro::executor, deadline::max());
    out.begin_stream(200, {});
    if (auto sent = co_await out.write("one\n"); !sent) co_return sent;
    EXPECT_TRUE(refuse_further_writes(seen.own_port));
    EXPECT_FALSE(out.nudge("two\n"));
    EXPECT_FALSE(out.nudge("two\n")) << "and not on a second try";
    ++seen.nudges;
    co_await never.async_wait(asio::use_awaitable);
    co_return co_await out.finish("");
}

std::vector<route> routes(observed& seen)
{
    const auto with = [&seen](auto run) {
        return [&seen, run](request, exchange& out) { return run(seen, out); };
    };
    return {{"GET", "/flood", with(flood)},
            {"GET", "/nudges", with(flood_with_nudges)},
            {"GET", "/nudge-in-vain", with(nudge_in_vain)},
            {"GET", "/open", with(stream_then_wait)},
            {"GET", "/slow-head", with(wait_before_the_head)},
            {"GET", "/ok", say_ok}};
}

template <class F>
bool becomes_true(F condition, std::chrono::steady_clock::duration within = patience)
{
    for (const auto until = deadline_after(within); std::chrono::steady_clock::now() < until;) {
        if (condition()) return true;
        std::this_thread::yield();
    }
    return condition();
}

TEST(ServerStream, PausesTheHandlerOfASlowReaderAndNobodyElse)
{
    observed seen;
    test_server server(routes(seen));
    raw_client slow(server.port(), 16 * 1024);
    slow.send("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(becomes_true([&] { return seen.writes > 0; }));

    // Full when others are served a hundred times without one more write.
    raw_client other(server.port());
    ASSERT_TRUE(becomes_true([&] {
        const int before = seen.writes;
        for (int i = 0; i < 100; ++i) EXPECT_EQ(other.get("/ok").body, "ok");
        return seen.writes == before;
    }));
    EXPECT_LT(seen.writes, 1024) << "8 MiB: what the kernel holds, and nothing of ours beside it";

    const int paused_at = seen.writes;
    for (int i = 0; i < 64; ++i) slow.read_some();
    EXPECT_TRUE(becomes_true([&] { return seen.writes > paused_at; })) << "reading goes on where it paused";
}

TEST(ServerStream, EndsWithAReaderWhoTakesNothing)
{
    observed seen;
    test_server server(routes(seen), {.write_timeout = 60ms});
    raw_client stuck(server.port(), 16 * 1024);
    stuck.send("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(becomes_true([&] { return seen.ended == 1; }));
    EXPECT_TRUE(server.log.has_soon("path=/flood status=499"));
}

TEST(ServerStream, CancelsTheHandlerWhenTheReaderLeaves)
{
    observed seen;
    test_server server(routes(seen));
    for (const auto* path : {"/open", "/slow-head"}) {
        const int ended = seen.ended;
        const int writes = seen.writes;
        raw_client client(server.port());
        client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        ASSERT_TRUE(becomes_true([&] { return seen.writes > writes; }));
        client.close();
        EXPECT_TRUE(becomes_true([&] { return seen.ended > ended; }, 1s)) << path;
        EXPECT_TRUE(server.log.has_soon("path=" + std::string(path) + " status=499"));
    }
    EXPECT_EQ(server.log.count("handler_threw"), 0U) << "a cancelled handler is no bug";
}

TEST(ServerStream, TakesAClientThatShutsDownItsSideForGone)
{
    observed seen;
    test_server server(routes(seen));
    raw_client client(server.port());
    client.send("GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(becomes_true([&] { return seen.writes == 1; }));
    client.shut_down_writing();
    EXPECT_TRUE(becomes_true([&] { return seen.ended == 1; }, 1s));
}

TEST(ServerStream, IsNotEndedByARequestThatComesTooSoon)
{
    observed seen;
    test_server server(routes(seen));
    raw_client client(server.port());
    client.send("GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(becomes_true([&] { return seen.writes == 1; }));
    client.send("GET /ok HTTP/1.1\r\nHost: x\r\n\r\n");
    raw_client other(server.port());
    for (int i = 0; i < 20; ++i) EXPECT_EQ(other.get("/ok").body, "ok");
    EXPECT_EQ(seen.ended, 0);
}

// One byte of a next request must not hide that its sender has left: the model would work on for nobody.
TEST(ServerStream, CancelsTheHandlerWhenTheReaderLeavesBehindTheStartOfANextRequest)
{
    observed seen;
    test_server server(routes(seen));
    raw_client other(server.port());
    for (const bool is_reset : {true, false}) {
        const int ended = seen.ended;
        const int writes = seen.writes;
        raw_client client(server.port());
        client.send("GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
        ASSERT_TRUE(becomes_true([&] { return seen.writes > writes; }));
        client.send("G");
        for (int i = 0; i < 20; ++i) EXPECT_EQ(other.get("/ok").body, "ok");
        EXPECT_EQ(seen.ended, ended) << "the byte alone ends nothing";
        if (is_reset)
            client.close();  // with the stream unread: a reset
        else
            client.shut_down_writing();
        EXPECT_TRUE(becomes_true([&] { return seen.ended > ended; })) << "reset: " << is_reset;
    }
    EXPECT_TRUE(server.log.has_soon("path=/open status=499"));
}

TEST(ServerStream, CancelsTheHandlerWhenAByteAndTheEndComeAtOnce)
{
    observed seen;
    test_server server(routes(seen));
    raw_client client(server.port());
    client.send("GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(becomes_true([&] { return seen.writes == 1; }));
    client.send("G");
    client.close();
    EXPECT_TRUE(becomes_true([&] { return seen.ended == 1; }));
}

TEST(ServerStream, CompletesANudgeThatTheSocketTookInPart)
{
    observed seen;
    test_server server(routes(seen));
    raw_client client(server.port(), 16 * 1024);
    const auto answer = client.get("/nudges");
    EXPECT_TRUE(answer.is_whole);
    EXPECT_EQ(answer.body.size(), static_cast<std::size_t>(seen.nudges) * 64 * 1024 + 3);
    EXPECT_TRUE(answer.body.ends_with("xend"));
}

// A heartbeat is written from beside the handler, so its failure is nobody's to return: the model would work
// on for a reader who gets nothing.
TEST(ServerStream, CancelsTheHandlerWhenANudgeFails)
{
    observed seen;
    test_server server(routes(seen));
    seen.own_port = server.port();
    raw_client client(server.port());
    client.send("GET /nudge-in-vain HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(becomes_true([&] { return seen.ended == 1; }));
    EXPECT_EQ(seen.nudges, 1);
    EXPECT_TRUE(server.log.has_soon("path=/nudge-in-vain status=499"));
    const auto answer = client.read_response();
    EXPECT_EQ(answer.body, "one\n");
    EXPECT_FALSE(answer.is_whole) << "it is not passed off as complete";
}

TEST(ServerStop, LetsAnAnswerFinishAndClosesIdleConnections)
{
    observed seen;
    asio::steady_timer* open_stream = nullptr;
    std::atomic<bool> waiting = false;
    auto all = routes(seen);
    const auto finish_on_signal = [&](request, exchange& out) -> asio::awaitable<result<void>> {
        asio::steady_timer until_told(co_await asio::this_coro::executor, deadline::max());
        open_stream = &until_told;
        out.begin_stream(200, {});
        co_await out.write("one\n");
        waiting = true;
        boost::system::error_code told;
        co_await until_told.async_wait(asio::redirect_error(asio::use_awaitable, told));
        co_await out.write("two\n");
        co_return co_await out.finish("");
    };
    all.push_back({"GET", "/finish", finish_on_signal});
    test_server server(std::move(all));

    raw_client idle(server.port());
    EXPECT_EQ(idle.get("/ok").body, "ok");
    raw_client reading(server.port());
    reading.send("GET /finish HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(becomes_true([&] { return waiting.load(); }));

    server.begin_stop(patience);
    EXPECT_TRUE(idle.is_closed_soon());
    EXPECT_THROW(raw_client(server.port()), std::runtime_error) << "nobody listens any more";
    asio::post(server.loop(), [&] { open_stream->cancel(); });
    const auto answer = reading.read_response();
    EXPECT_EQ(answer.body, "one\ntwo\n");
    EXPECT_TRUE(answer.is_whole);
    EXPECT_TRUE(reading.is_closed_soon());
    server.stop(0ms);
}

TEST(ServerStop, CutsAnAnswerAtTheEndOfTheGracePeriod)
{
    observed seen;
    test_server server(routes(seen));
    raw_client reading(server.port());
    reading.send("GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(becomes_true([&] { return seen.writes == 1; }));
    raw_client flooded(server.port());
    flooded.send("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(becomes_true([&] { return seen.writes > 1; }));

    server.stop(20ms);
    EXPECT_EQ(seen.ended, 2) << "no handler outlives stop";
    const auto answer = reading.read_response();
    EXPECT_EQ(answer.body, "one\n");
    EXPECT_FALSE(answer.is_whole);
}

}  // namespace
}  // namespace parley::http
