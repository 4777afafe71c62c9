#include "http/detail/response_head.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

TEST(ResponseHead, NamesStatusFramingDateAndRequest)
{
    const auto head = format_head({.status = 404, .body_bytes = 12, .date = "today", .request_id = "abc"},
                                  {{"A", "b"}}, {});
    EXPECT_EQ(
        head,
        "HTTP/1.1 404 Not Found\r\nA: b\r\nDate: today\r\nX-Request-Id: abc\r\nContent-Length: 12\r\n\r\n");
}

TEST(ResponseHead, LetsTheAnswersOwnFieldsWinOverTheCommonOnes)
{
    const auto head = format_head({}, {{"X-Frame", "mine"}}, {{"x-frame", "common"}, {"Y", "z"}});
    EXPECT_NE(head.find("X-Frame: mine\r\n"), std::string::npos);
    EXPECT_EQ(head.find("common"), std::string::npos);
    EXPECT_NE(head.find("Y: z\r\n"), std::string::npos);
}

TEST(ResponseHead, KeepsFramingToItself)
{
    const auto head = format_head({.how = framing::chunked, .keep = keep_alive::no},
                                  {{"Content-Length", "5"}, {"Connection", "upgrade"}}, {});
    EXPECT_EQ(head.find("Content-Length"), std::string::npos);
    EXPECT_NE(head.find("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"), std::string::npos);
}

TEST(ResponseHead, DoesNotLetAValueEndTheHead)
{
    const auto head = format_head({}, {{"Content-Disposition", "a\r\nSet-Cookie: b\r\n\r\n"}}, {});
    EXPECT_EQ(head.find("\r\nSet-Cookie"), std::string::npos);
    EXPECT_EQ(head.find("\r\n\r\n"), head.size() - 4);
}

}  // namespace
}  // namespace parley::http
