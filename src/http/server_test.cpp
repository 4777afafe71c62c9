#include "http/server.hpp"

#include "http/detail/server_fixture.hpp"

#include <boost/asio/redirect_error.hpp>

namespace parley::http {
namespace {

using namespace std::chrono_literals;

asio::awaitable<result<void>> say_path(request asked, exchange& out)
{
    response answer;
    answer.headers.set("Content-Type", "text/plain");
    answer.body = asked.method + " " + asked.path + "?" + asked.query + " " + asked.body;
    co_return co_await out.send(std::move(answer));
}

asio::awaitable<result<void>> say_details(request asked, exchange& out)
{
    response answer;
    answer.body = asked.id + " " + asked.peer;
    co_return co_await out.send(std::move(answer));
}

asio::awaitable<result<void>> stream_three(request, exchange& out)
{
    fields headers;
    headers.set("Content-Type", "application/json-lines");
    out.begin_stream(200, std::move(headers));
    for (const auto* line : {"one\n", "two\n"})
        if (auto sent = co_await out.write(line); !sent) co_return sent;
    co_return co_await out.finish("three\n");
}

asio::awaitable<result<void>> fail_as_asked(request asked, exchange&)
{
    co_return error{static_cast<errc>(std::stoi(asked.query)), "It did not work.", std::chrono::seconds(7)};
}

asio::awaitable<result<void>> fail_after_a_line(request, exchange& out)
{
    out.begin_stream(200, {});
    if (auto sent = co_await out.write("one\n"); !sent) co_return sent;
    co_return error{errc::closed, "The model went away."};
}

asio::awaitable<result<void>> fail_before_the_first_line(request, exchange& out)
{
    out.begin_stream(200, {});
    co_return error{errc::upstream_busy, "The model is busy.", std::chrono::seconds(3)};
}

asio::awaitable<result<void>> throw_up(request, exchange&)
{
    throw std::logic_error("a bug of ours");
    co_return result<void>{};
}

asio::awaitable<result<void>> say_nothing(request, exchange&)
{
    co_return result<void>{};
}

asio::awaitable<result<void>> say_no_content(request, exchange& out)
{
    response answer;
    answer.status = 204;
    co_return co_await out.send(std::move(answer));
}

asio::awaitable<result<void>> nudge_then_write(request, exchange& out)
{
    const bool too_early = out.nudge("never\n");
    out.begin_stream(200, {});
    const bool first = out.nudge("\n");
    if (auto sent = co_await out.write("line\n"); !sent) co_return sent;
    const bool second = out.nudge("\n");
    if (too_early || !first || !second) co_return error{errc::storage, "A nudge lied."};
    co_return co_await out.finish("");
}

std::vector<route> routes()
{
    return {{"GET", "/path/*", say_path},       {"POST", "/path/*", say_path},
            {"GET", "/details", say_details},   {"GET", "/stream", stream_three},
            {"GET", "/fail", fail_as_asked},    {"GET", "/cut", fail_after_a_line},
            {"GET", "/throw", throw_up},        {"GET", "/nothing", say_nothing},
            {"GET", "/204", say_no_content},    {"GET", "/early", fail_before_the_first_line},
            {"GET", "/nudge", nudge_then_write}};
}

TEST(Server, AnswersSeveralRequestsOnOneConnection)
{
    test_server server(routes());
    raw_client client(server.port());
    for (const auto* name : {"a", "b", "c"}) {
        const auto answer = client.get("/path/" + std::string(name) + "?q=1");
        EXPECT_EQ(answer.status, 200U);
        EXPECT_EQ(answer.body, "GET /path/" + std::string(name) + "?q=1 ");
        EXPECT_EQ(answer.field("Connection"), "");
        EXPECT_EQ(answer.field("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.field("Date").size(), 29U);
        EXPECT_EQ(answer.field("X-Request-Id").size(), 16U);
    }
    EXPECT_TRUE(server.log.has_soon("request method=GET path=/path/c status=200"));
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder)
{
    test_server server(routes());
    raw_client client(server.port());
    client.send(
        "GET /path/1 HTTP/1.1\r\nHost: x\r\n\r\n"
        "POST /path/2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
        "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /path/4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "GET /path/1? ");
    EXPECT_EQ(client.read_response().body, "POST /path/2? hi");
    EXPECT_EQ(client.read_response().body, "one\ntwo\nthree\n");
    const auto last = client.read_response();
    EXPECT_EQ(last.body, "GET /path/4? ");
    EXPECT_EQ(last.field("Connection"), "close");
    EXPECT_TRUE(client.is_closed_soon());
}

TEST(Server, StreamsInChunksAndKeepsTheConnection)
{
    test_server server(routes());
    raw_client client(server.port());
    const auto answer = client.get("/stream");
    EXPECT_EQ(answer.field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(answer.field("Content-Length"), "");
    EXPECT_EQ(answer.body, "one\ntwo\nthree\n");
    EXPECT_TRUE(answer.is_whole);
    EXPECT_EQ(client.get("/path/a").status, 200U);
}

TEST(Server, StreamsToHttp10UntilTheConnectionCloses)
{
    test_server server(routes());
    raw_client client(server.port());
    client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto all = client.read_to_end();
    EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(all.find("chunked"), std::string::npos);
    EXPECT_TRUE(all.ends_with("\r\n\r\none\ntwo\nthree\n"));
}

TEST(Server, KeepsAnHttp10ConnectionWhenAsked)
{
    test_server server(routes());
    raw_client client(server.port());
    for (int i = 0; i < 2; ++i) {
        client.send("GET /path/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_EQ(client.read_response().field("Connection"), "keep-alive");
    }
}

TEST(Server, AnswersHeadWithTheHeadersAndWithoutTheBody)
{
    test_server server(routes());
    raw_client client(server.port());
    client.send("HEAD /path/a HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answer = client.read_response("HEAD");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.field("Content-Length"), "14");
    client.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.read_response("HEAD").field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(client.get("/path/b").body, "GET /path/b? ") << "no body came between";
}

TEST(Server, SendsNoBodyAndNoLengthWith204)
{
    test_server server(routes());
    raw_client client(server.port());
    const auto answer = client.get("/204");
    EXPECT_EQ(answer.status, 204U);
    EXPECT_EQ(answer.field("Content-Length"), "");
    EXPECT_EQ(client.get("/path/b").status, 200U);
}

TEST(Server, TellsAnUnknownAddressFromAnUnknownMethod)
{
    test_server server(routes());
    raw_client client(server.port());
    const auto unknown = client.get("/unknown");
    EXPECT_EQ(unknown.status, 404U);
    EXPECT_EQ(unknown.field("Content-Type"), "application/json");
    EXPECT_NE(unknown.body.find("\"id\":\"" + unknown.field("X-Request-Id")), std::string::npos);
    client.send("OPTIONS /path/a HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto wrong = client.read_response();
    EXPECT_EQ(wrong.status, 405U);
    EXPECT_EQ(wrong.field("Allow"), "GET, HEAD, POST");
    EXPECT_EQ(wrong.field("X-Content-Type-Options"), "nosniff");
}

// What renders an error chose the form of the answer by a query that was empty.
TEST(Server, TellsTheQueryToWhatRendersAnError)
{
    test_server server(routes());
    raw_client client(server.port());
    EXPECT_NE(client.get("/unknown?form=a").body.find("\"query\":\"form=a\""), std::string::npos);
}

TEST(Server, GivesEveryRequestAnIdOfItsOwn)
{
    test_server server(routes());
    raw_client client(server.port());
    const auto first = client.get("/details", "X-Request-Id: mine\r\n");
    const auto second = client.get("/details");
    EXPECT_EQ(first.body, first.field("X-Request-Id") + " 127.0.0.1");
    EXPECT_NE(first.body, second.body);
    EXPECT_TRUE(server.log.has_soon("id=" + second.field("X-Request-Id") + " peer=127.0.0.1"));
}

TEST(Server, MakesAStatusOfAHandlersError)
{
    test_server server(routes());
    raw_client client(server.port());
    const std::vector<std::pair<errc, unsigned>> expected = {
        {errc::invalid_input, 400}, {errc::not_found, 404},     {errc::too_large, 413},
        {errc::unsupported, 415},   {errc::timed_out, 504},     {errc::unreachable, 502},
        {errc::malformed, 502},     {errc::storage, 500},       {errc::upstream_rejected, 502},
        {errc::busy, 503},          {errc::upstream_busy, 429}, {errc::upstream_failed, 502}};
    for (const auto& [code, status] : expected) {
        const auto answer = client.get("/fail?" + std::to_string(static_cast<int>(code)));
        EXPECT_EQ(answer.status, status) << name_of(code);
        EXPECT_NE(answer.body.find("It did not work."), std::string::npos);
        EXPECT_EQ(answer.field("Retry-After"), "7");
    }
    EXPECT_EQ(client.get("/early").status, 429U) << "a stream begun but not sent can still become a status";
}

TEST(Server, CutsAStreamThatFailsSoThatItIsNotTakenForWhole)
{
    test_server server(routes());
    raw_client client(server.port());
    const auto answer = client.get("/cut");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, "one\n");
    EXPECT_FALSE(answer.is_whole);
    EXPECT_TRUE(client.is_closed_soon());
}

TEST(Server, AnswersForAHandlerThatThrowsAndGoesOn)
{
    test_server server(routes());
    raw_client client(server.port());
    const auto answer = client.get("/throw");
    EXPECT_EQ(answer.status, 500U);
    EXPECT_EQ(answer.field("Content-Type"), "application/json");
    EXPECT_EQ(answer.body.find("bug of ours"), std::string::npos) << "exceptions are for the log";
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(client.is_closed_soon());
    EXPECT_EQ(server.log.count("handler_threw what=a bug of ours"), 1U);

    raw_client next(server.port());
    EXPECT_EQ(next.get("/path/a").status, 200U);
    EXPECT_EQ(next.get("/nothing").status, 500U);
    EXPECT_EQ(server.log.count("handler_gave_no_answer"), 1U);
}

TEST(Server, TakesNudgesBesideWrites)
{
    test_server server(routes());
    raw_client client(server.port());
    const auto answer = client.get("/nudge");
    EXPECT_EQ(answer.body, "\nline\n\n");
    EXPECT_TRUE(answer.is_whole);
}

TEST(Server, SaysContinueToAClientThatWaitsForIt)
{
    test_server server(routes());
    raw_client client(server.port());
    client.send("POST /path/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.read_response().status, 100U);
    client.send("hi");
    EXPECT_EQ(client.read_response().body, "POST /path/a? hi");
}

TEST(Server, CutsTheLoggedPathAtItsLimit)
{
    test_server server(routes());
    raw_client client(server.port());
    client.get("/path/" + std::string(1000, 'a'));
    EXPECT_TRUE(server.log.has_soon("path=/path/" + std::string(194, 'a') + " status=200"));
}

}  // namespace
}  // namespace parley::http
