#include "http/detail/server_fixture.hpp"
#include "http/server.hpp"

#include <sys/resource.h>
#include <thread>

namespace parley::http {
namespace {

using namespace std::chrono_literals;

asio::awaitable<result<void>> say_size(request asked, exchange& out)
{
    response answer;
    answer.body = std::to_string(asked.body.size());
    co_return co_await out.send(std::move(answer));
}

asio::awaitable<result<void>> wait_for_ever(request, exchange&)
{
    asio::steady_timer never(co_await asio::this_coro::executor, deadline::max());
    co_await never.async_wait(asio::use_awaitable);
    co_return result<void>{};
}

std::vector<route> routes()
{
    return {{"GET", "/", say_size}, {"POST", "/", say_size}, {"GET", "/never", wait_for_ever}};
}

parsed_response answer_to(test_server& server, std::string_view bytes)
{
    raw_client client(server.port());
    client.send(bytes);
    auto answer = client.read_response();
    EXPECT_TRUE(client.is_closed_soon()) << bytes.substr(0, 60);
    return answer;
}

TEST(ServerLimits, RefuseWhatIsTooLargeAndClose)
{
    test_server server(routes(), {.target_bytes_max = 512, .header_bytes_max = 1024, .body_bytes_max = 2000});
    const std::string host = " HTTP/1.1\r\nHost: x\r\n";
    EXPECT_EQ(answer_to(server, "GET /" + std::string(900, 'a') + host + "\r\n").status, 414U);
    EXPECT_EQ(answer_to(server, "GET /" + host + "A: " + std::string(2000, 'a') + "\r\n\r\n").status, 431U);
    EXPECT_EQ(answer_to(server, "POST /" + host + "Content-Length: 2001\r\n\r\n").status, 413U);
    EXPECT_EQ(answer_to(server, "POST /" + host + "Transfer-Encoding: chunked\r\n\r\n7d1\r\n").status, 413U);
}

// The client is still sending when it is refused: it must get to read why.
TEST(ServerLimits, LetAClientReadTheRefusalOfALargeBody)
{
    test_server server(routes(), {.body_bytes_max = 2000});
    const auto answer = answer_to(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" +
                                              std::string(3'000'000, 'a'));
    EXPECT_EQ(answer.status, 413U);
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(answer.is_whole);
}

TEST(ServerLimits, RefuseABodyWhenAllThatArriveAreTooMuch)
{
    test_server server(routes(), {.body_bytes_max = 40'000, .bodies_bytes_max = 50'000});
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 40000\r\n\r\n";
    raw_client one(server.port());
    raw_client two(server.port());
    one.send(head + std::string(30'000, 'a'));
    two.send(head + std::string(30'000, 'a'));
    ASSERT_TRUE(server.log.has_soon("status=503"));
    EXPECT_EQ(server.log.count("status=503"), 1U) << "whoever came later";
    EXPECT_EQ(answer_to(server, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").status, 200U);

    one.send(std::string(10'000, 'a'));
    two.send(std::string(10'000, 'a'));
    const auto first = one.read_response();
    const auto second = two.read_response();
    EXPECT_EQ(std::min(first.status, second.status), 200U);
    const auto& refused = first.status == 503 ? first : second;
    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(refused.field("Retry-After"), "1");

    for (int i = 0; i < 3; ++i) {
        raw_client next(server.port());
        next.send(head + std::string(40'000, 'a'));
        EXPECT_EQ(next.read_response().status, 200U) << "what has arrived counts no more";
    }
}

TEST(ServerLimits, RefuseMalformedRequestsAndClose)
{
    test_server server(routes());
    EXPECT_EQ(answer_to(server, "\x16\x03\x01 TLS to a plain port\r\n\r\n").status, 400U);
    EXPECT_EQ(answer_to(server, "GET / HTTP/1.1\r\nHost: x\r\nA b\r\n\r\n").status, 400U);
    EXPECT_EQ(answer_to(server, "GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n").status, 400U);
    EXPECT_EQ(
        answer_to(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").status,
        400U);
    const auto smuggled =
        answer_to(server,
                  "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(smuggled.status, 400U);
    EXPECT_EQ(server.log.count("status=200"), 0U) << "nothing behind the refused request was answered";
    EXPECT_EQ(server.log.count("status=400"), 5U);
}

TEST(ServerLimits, EndAHeadThatTricklesIn)
{
    test_server server(routes(), {.header_timeout = 60ms});
    raw_client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n");
    EXPECT_EQ(client.read_response().status, 408U);
    EXPECT_TRUE(client.is_closed_soon());
}

TEST(ServerLimits, EndABodyThatTricklesIn)
{
    test_server server(routes(), {.body_timeout = 60ms});
    raw_client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345");
    EXPECT_EQ(client.read_response().status, 408U);
    EXPECT_TRUE(client.is_closed_soon());
}

TEST(ServerLimits, CloseSilentAndIdleConnectionsWithoutAWord)
{
    test_server server(routes(), {.header_timeout = 60ms, .idle_timeout = 60ms});
    raw_client silent(server.port());
    EXPECT_EQ(silent.read_to_end(), "");
    raw_client idle(server.port());
    EXPECT_EQ(idle.get("/").status, 200U);
    EXPECT_EQ(idle.read_to_end(), "");
    EXPECT_EQ(server.log.count("status=408"), 0U);
}

TEST(ServerLimits, TakeAnEmptyLineBehindARequestForSilence)
{
    test_server server(routes(), {.header_timeout = 60ms, .idle_timeout = 120ms});
    raw_client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok\r\n");
    EXPECT_EQ(client.read_response().body, "2");
    EXPECT_EQ(client.read_to_end(), "") << "an idle connection closes without a word";
    EXPECT_EQ(server.log.count("status=408"), 0U);
}

// In a segment of its own it was taken for a request that trickles in, and got a 408 as its answer.
TEST(ServerLimits, TakeAnEmptyLineBetweenRequestsForSilence)
{
    test_server server(routes(), {.header_timeout = 60ms, .idle_timeout = 120ms});
    raw_client client(server.port());
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(client.get("/").status, 200U) << "whatever empty line came before";
        client.send("\r\n");
    }
    EXPECT_EQ(client.read_to_end(), "") << "an idle connection closes without a word";

    raw_client first(server.port());
    first.send("\r\n\r\n");
    EXPECT_EQ(first.read_to_end(), "") << "nothing was asked, so there is nothing to say";
    EXPECT_EQ(server.log.count("status=408"), 0U);
}

TEST(ServerLimits, GiveNoMoreTimeForEmptyLines)
{
    test_server server(routes(), {.header_timeout = 60ms, .idle_timeout = 60ms});
    raw_client client(server.port());
    const std::jthread dripping([&client](const std::stop_token& enough) {
        while (!enough.stop_requested()) client.send("\r\n");
    });
    EXPECT_TRUE(client.is_closed_soon());
    EXPECT_EQ(server.log.count("status="), 0U);
}

TEST(ServerLimits, AnswerForAHandlerThatIsTooLate)
{
    test_server server(routes(), {.answer_timeout = 20ms});
    raw_client client(server.port());
    const auto answer = client.get("/never");
    EXPECT_EQ(answer.status, 504U);
    EXPECT_NE(answer.body.find("not ready in time"), std::string::npos);
    EXPECT_EQ(client.get("/").status, 200U) << "the connection is still good";
}

TEST(ServerLimits, TurnAwayConnectionsBeyondTheLimit)
{
    test_server server(routes(), {.connections_max = 2});
    raw_client first(server.port());
    raw_client second(server.port());
    EXPECT_EQ(first.get("/").status, 200U);
    EXPECT_EQ(second.get("/").status, 200U);
    {
        raw_client third(server.port());
        const auto answer = third.get("/");
        EXPECT_EQ(answer.status, 503U);
        EXPECT_EQ(answer.field("Connection"), "close");
        EXPECT_EQ(answer.field("Retry-After"), "1");
        EXPECT_TRUE(third.is_closed_soon());
    }
    EXPECT_EQ(first.get("/").status, 200U) << "others are unaffected";
    first.close();
    while (server.connections() > 1) std::this_thread::yield();
    raw_client fourth(server.port());
    EXPECT_EQ(fourth.get("/").status, 200U);
}

TEST(ServerLimits, ServeOthersBesideThousandsOfIdleConnections)
{
    test_server server(routes());
    std::vector<raw_client> idle;
    for (int i = 0; i < 2000; ++i) idle.emplace_back(server.port());
    raw_client active(server.port());
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) ASSERT_EQ(active.get("/").status, 200U);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
    EXPECT_EQ(server.connections(), 2001U);
    EXPECT_EQ(idle.back().get("/").status, 200U);
}

// Without descriptors accept fails at once and would fail for ever: the loop must neither spin nor stop.
TEST(ServerLimits, SurviveRunningOutOfDescriptors)
{
    test_server server(routes());
    raw_client before(server.port());
    EXPECT_EQ(before.get("/").status, 200U);

    rlimit usual{};
    ::getrlimit(RLIMIT_NOFILE, &usual);
    std::optional<raw_client> waiting(server.port());
    while (server.connections() < 2) std::this_thread::yield();
    std::optional<raw_client> starved;
    {
        // The client's own socket takes the last descriptor that the lowered limit leaves.
        const int next_free = ::dup(0);
        ::close(next_free);
        rlimit tight = usual;
        tight.rlim_cur = static_cast<rlim_t>(next_free) + 1;
        ::setrlimit(RLIMIT_NOFILE, &tight);
        starved.emplace(server.port());
    }
    EXPECT_EQ(before.get("/").status, 200U) << "open connections go on";
    ::setrlimit(RLIMIT_NOFILE, &usual);  // UBSan needs descriptors for its checks on the log
    EXPECT_TRUE(server.log.has_soon("accept_failed"));
    EXPECT_LE(server.log.count("accept_failed"), 2U);
    EXPECT_EQ(starved->get("/").status, 200U) << "accepted once there is a descriptor again";
}

}  // namespace
}  // namespace parley::http
