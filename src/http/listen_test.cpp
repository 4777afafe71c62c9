#include "http/detail/server_fixture.hpp"
#include "http/server.hpp"

#include <sys/socket.h>

namespace parley::http {
namespace {

TEST(Listen, GivesEveryLoopASocketOnOnePort)
{
    asio::io_context first, second, third;
    const auto acceptors = listen_all({&first, &second, &third}, "127.0.0.1", 0);
    ASSERT_TRUE(acceptors.has_value());
    ASSERT_EQ(acceptors->size(), 3U);
    const auto port = acceptors->front().local_endpoint().port();
    EXPECT_NE(port, 0);
    for (const auto& acceptor : *acceptors) EXPECT_EQ(acceptor.local_endpoint().port(), port);
}

TEST(Listen, SaysWhoseTurnItIsWhenThePortIsTaken)
{
    asio::io_context loop;
    const auto holder = listen(loop, "127.0.0.1", 0);
    const auto port = holder->local_endpoint().port();
    const auto second = listen(loop, "127.0.0.1", port);
    ASSERT_TRUE(second.has_error());
    EXPECT_EQ(second.error().code, errc::busy);
    EXPECT_EQ(second.error().detail,
              "port " + std::to_string(port) + " is taken: choose another with --port");
}

// A second server of the same user may share a port through SO_REUSEPORT: half of the requests would go
// astray.
TEST(Listen, FindsAPortTakenEvenByASocketThatShares)
{
    asio::io_context loop;
    asio::ip::tcp::acceptor holder(loop, asio::ip::tcp::v4());
    const int yes = 1;
    ::setsockopt(holder.native_handle(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    holder.bind({asio::ip::address_v4::loopback(), 0});
    holder.listen();
    const auto second = listen(loop, "127.0.0.1", holder.local_endpoint().port());
    ASSERT_TRUE(second.has_error());
    EXPECT_EQ(second.error().code, errc::busy);
}

TEST(Listen, TakesAPortAgainRightAfterItsServerStopped)
{
    std::uint16_t port = 0;
    {
        test_server server({});
        port = server.port();
        raw_client client(port);
        EXPECT_EQ(client.get("/").status, 404U);
        server.stop(std::chrono::milliseconds(0));  // the server closes first, so its side is in TIME_WAIT
    }
    asio::io_context loop;
    EXPECT_TRUE(listen(loop, "127.0.0.1", port).has_value());
}

TEST(Listen, KnowsNamesAndAddressesOfBothFamilies)
{
    asio::io_context loop;
    EXPECT_TRUE(listen(loop, "localhost", 0)->local_endpoint().address().is_loopback());
    for (const auto* host : {"::1", "[::1]"}) {
        const auto acceptor = listen(loop, host, 0);
        ASSERT_TRUE(acceptor.has_value()) << acceptor.error().detail;
        EXPECT_TRUE(acceptor->local_endpoint().address().is_v6());
    }
}

TEST(Listen, SaysWhenTheHostIsNotOurs)
{
    asio::io_context loop;
    const auto elsewhere = listen(loop, "192.0.2.1", 0);
    ASSERT_TRUE(elsewhere.has_error());
    EXPECT_EQ(elsewhere.error().code, errc::invalid_input);
    EXPECT_NE(elsewhere.error().detail.find("--host"), std::string::npos);
}

}  // namespace
}  // namespace parley::http
