#include "http/detail/server_fixture.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

// What receivers of a test were given; the last one is gone when `alive` is 0.
struct taken {
    std::atomic<int> alive = 0;
    std::atomic<std::size_t> bytes = 0;
    std::atomic<int> pieces = 0;
};

class counting_receiver final : public body_receiver {
public:
    explicit counting_receiver(taken& into) : into_(into) { ++into_.alive; }
    ~counting_receiver() override { --into_.alive; }

    asio::awaitable<result<void>> take(std::string bytes) override
    {
        if (bytes.find("refuse") != std::string::npos)
            co_return error{errc::unsupported, "That is not taken."};
        into_.bytes += bytes.size();
        ++into_.pieces;
        co_return result<void>();
    }

    asio::awaitable<result<void>> answer(request head, exchange& out) override
    {
        response told{200, {}, head.path + " took " + std::to_string(into_.bytes)};
        co_return co_await out.send(std::move(told));
    }

private:
    taken& into_;
};

std::vector<route> routes_into(taken& into, std::size_t bytes_max = 1'000'000)
{
    body_rule rule{bytes_max, [&into](const request& head) -> result<std::unique_ptr<body_receiver>> {
                       if (head.query == "no") return error{errc::invalid_input, "Not with this name."};
                       return std::make_unique<counting_receiver>(into);
                   }};
    return {{"POST", "/files", {}, std::move(rule)}};
}

std::string head_of_post(std::string_view target, std::size_t bytes, std::string_view more = {})
{
    return "POST " + std::string(target) +
           " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(bytes) + "\r\n" + std::string(more) +
           "\r\n";
}

// What is held of other routes' bodies at most: far less than the files of these tests.
constexpr server_limits small_bodies{.body_bytes_max = 1000};

TEST(ServerBody, HandsOverALargeBodyWhileItArrives)
{
    taken into;
    test_server server(routes_into(into), small_bodies);
    raw_client client(server.port());
    client.send(head_of_post("/files", 200'000));
    for (int i = 0; i < 20; ++i) client.send(std::string(10'000, 'x'));
    EXPECT_EQ(client.read_response().body, "/files took 200000");
    EXPECT_GT(into.pieces, 1);
    // The connection is as good as before.
    client.send(head_of_post("/files", 3) + "abc");
    EXPECT_EQ(client.read_response().body, "/files took 200003");
}

TEST(ServerBody, HandsOverWhatComesInChunks)
{
    taken into;
    test_server server(routes_into(into), small_bodies);
    raw_client client(server.port());
    client.send(
        "POST /files HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "/files took 11");
}

TEST(ServerBody, AnswersAnEmptyBody)
{
    taken into;
    test_server server(routes_into(into));
    raw_client client(server.port());
    client.send(head_of_post("/files", 0));
    EXPECT_EQ(client.read_response().body, "/files took 0");
}

TEST(ServerBody, RefusesWhatIsOverTheLimitOfTheRoute)
{
    taken into;
    test_server server(routes_into(into, 5'000), small_bodies);
    raw_client client(server.port());
    client.send(head_of_post("/files", 5'001));
    const auto answer = client.read_response();
    EXPECT_EQ(answer.status, 413);
    EXPECT_NE(answer.body.find("5000"), std::string::npos) << answer.body;
    EXPECT_EQ(into.pieces, 0);
}

TEST(ServerBody, RefusesByTheHeadBeforeTheBodyIsSent)
{
    taken into;
    test_server server(routes_into(into));
    raw_client client(server.port());
    client.send(head_of_post("/files?no", 5'000, "Expect: 100-continue\r\n"));
    const auto answer = client.read_response();
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("Not with this name."), std::string::npos) << answer.body;
}

TEST(ServerBody, AsksForTheBodyThatItTakes)
{
    taken into;
    test_server server(routes_into(into));
    raw_client client(server.port());
    client.send(head_of_post("/files", 5, "Expect: 100-continue\r\n"));
    EXPECT_EQ(client.read_some().find("HTTP/1.1 100 Continue"), 0U);
    client.send("hello");
    EXPECT_NE(client.read_to_end().find("took 5"), std::string::npos);
}

TEST(ServerBody, RefusesInTheMiddleOfTheBody)
{
    taken into;
    test_server server(routes_into(into));
    raw_client client(server.port());
    client.send(head_of_post("/files", 50'000) + "refuse this");
    EXPECT_EQ(client.read_response().status, 415);
    EXPECT_TRUE(client.is_closed_soon());
}

TEST(ServerBody, GivesUpABodyWhoseSenderLeaves)
{
    taken into;
    test_server server(routes_into(into));
    {
        raw_client client(server.port());
        client.send(head_of_post("/files", 50'000) + "and no more");
        while (into.pieces == 0) std::this_thread::yield();
        EXPECT_EQ(into.alive, 1);
    }
    while (into.alive > 0) std::this_thread::yield();
    EXPECT_EQ(into.bytes, 11U);
}

TEST(ServerBody, EndsABodyThatNoLongerComes)
{
    taken into;
    auto limits = small_bodies;
    limits.body_timeout = std::chrono::milliseconds(100);
    test_server server(routes_into(into), limits);
    raw_client slow(server.port());
    slow.send(head_of_post("/files", 50'000) + "a drop");
    EXPECT_EQ(slow.read_response().status, 408);
}

}  // namespace
}  // namespace parley::http
