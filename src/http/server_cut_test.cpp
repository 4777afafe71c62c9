#include "http/detail/server_fixture.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace parley::http {
namespace {

enum class when { before_head, in_stream };

asio::awaitable<result<void>> cut_off(exchange& out, when at, cut_how how)
{
    if (at == when::in_stream) {
        out.begin_stream(200, {});
        if (auto sent = co_await out.write("half"); !sent) co_return sent;
    }
    out.cut(how);
    co_return result<void>{};
}

struct heard {
    std::string bytes;
    boost::system::error_code end;
};

// All that comes, and how the connection ends.
heard ask(when at, cut_how how)
{
    test_server server({{"GET", "/", [at, how](request, exchange& out) { return cut_off(out, at, how); }}});
    asio::io_context loop;
    asio::ip::tcp::socket socket(loop);
    socket.connect({asio::ip::address_v4::loopback(), server.port()});
    asio::write(socket, asio::buffer(std::string_view("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
    heard all;
    asio::read(socket, asio::dynamic_buffer(all.bytes), all.end);
    return all;
}

TEST(ServerCut, EndsTheConnectionBeforeTheHead)
{
    for (const auto& [how, end] :
         {std::pair(cut_how::in_order, boost::system::error_code(asio::error::eof)),
          std::pair(cut_how::reset, boost::system::error_code(asio::error::connection_reset))}) {
        const auto all = ask(when::before_head, how);
        EXPECT_EQ(all.bytes, "");
        EXPECT_EQ(all.end, end);
    }
}

TEST(ServerCut, EndsTheConnectionInTheMiddleOfAnAnswer)
{
    for (const auto& [how, end] :
         {std::pair(cut_how::in_order, boost::system::error_code(asio::error::eof)),
          std::pair(cut_how::reset, boost::system::error_code(asio::error::connection_reset))}) {
        const auto all = ask(when::in_stream, how);
        EXPECT_TRUE(all.bytes.ends_with("4\r\nhalf\r\n")) << all.bytes;
        EXPECT_EQ(all.end, end);
    }
}

}  // namespace
}  // namespace parley::http
