#include "http/detail/request_target.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

std::string parsed(std::string_view target)
{
    const auto parts = parse_target(target);
    return parts ? parts->path + " ? " + parts->query : "refused";
}

TEST(RequestTarget, DecodesThePathAndLeavesTheQuery)
{
    EXPECT_EQ(parsed("/a%20b/%C3%A9?x=%20&y"), "/a b/é ? x=%20&y");
    EXPECT_EQ(parsed("/a%2Fb"), "/a/b ? ");
    EXPECT_EQ(parsed("/report%23page=3"), "/report#page=3 ? ");
    EXPECT_EQ(parsed("/?a?b"), "/ ? a?b");
}

TEST(RequestTarget, TakesTheFormsOfProxiesAndOptions)
{
    EXPECT_EQ(parsed("http://host:80/a?b"), "/a ? b");
    EXPECT_EQ(parsed("HTTP://host"), "/ ? ");
    EXPECT_EQ(parsed("http://host?b"), "/ ? b");
    EXPECT_EQ(parsed("*"), "* ? ");
}

TEST(RequestTarget, RefusesPathTricks)
{
    for (const auto* target : {"/..",
                               "/.",
                               "/a/../b",
                               "/a/./b",
                               "/a/..",
                               "/content/%2e%2e/x",
                               "/content/%2E./x",
                               "/content/..%2Fx",
                               "/a%2F..%2Fb",
                               "/a%00b",
                               "/a%0Ab",
                               "/a%7Fb",
                               "/%",
                               "/%4",
                               "/%zz",
                               "/%C3",
                               "/%FF",
                               "/%C0%AF",
                               "/%ED%A0%80",
                               "/a#b",
                               "",
                               "a",
                               "ftp://host/a",
                               "http://",
                               "host:80"})
        EXPECT_EQ(parsed(target), "refused") << target;
}

TEST(RequestTarget, LeavesNamesThatOnlyLookLikeTricks)
{
    EXPECT_EQ(parsed("/..."), "/... ? ");
    EXPECT_EQ(parsed("/a..b/.well-known/..x"), "/a..b/.well-known/..x ? ");
    EXPECT_EQ(parsed("//a"), "//a ? ");
    EXPECT_EQ(parsed("/a?../.."), "/a ? ../..");
    EXPECT_EQ(parsed("/%252e%252e/"), "/%2e%2e/ ? ");
}

}  // namespace
}  // namespace parley::http
