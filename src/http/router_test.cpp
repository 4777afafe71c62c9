#include "http/router.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

asio::awaitable<result<void>> do_nothing(request, exchange&)
{
    co_return result<void>{};
}

std::string route_for(std::string_view method, std::string_view path)
{
    const router routes({{"GET", "/", do_nothing},
                         {"GET", "/config", do_nothing},
                         {"POST", "/chat", do_nothing},
                         {"POST", "/chat/stream", do_nothing},
                         {"GET", "/both", do_nothing},
                         {"POST", "/both", do_nothing},
                         {"HEAD", "/both", do_nothing},
                         {"GET", "/content/*", do_nothing},
                         {"GET", "/content/deeper/*", do_nothing},
                         {"DELETE", "/content/exact", do_nothing}});
    const auto found = routes.find(method, path);
    if (found.found) return std::string(found.found->method) + " " + std::string(found.found->path);
    return found.allowed.empty() ? "404" : "405 " + found.allowed;
}

TEST(Router, FindsExactPathsAndPrefixes)
{
    EXPECT_EQ(route_for("GET", "/"), "GET /");
    EXPECT_EQ(route_for("POST", "/chat/stream"), "POST /chat/stream");
    EXPECT_EQ(route_for("GET", "/content/a"), "GET /content/*");
    EXPECT_EQ(route_for("GET", "/content/a/b"), "GET /content/*");
    EXPECT_EQ(route_for("GET", "/content/deeper/b"), "GET /content/deeper/*");
}

TEST(Router, TellsAnUnknownPathFromAnUnknownMethod)
{
    EXPECT_EQ(route_for("GET", "/nothing"), "404");
    EXPECT_EQ(route_for("GET", "/config/"), "404");
    EXPECT_EQ(route_for("GET", "/content/"), "404") << "a prefix wants a longer path";
    EXPECT_EQ(route_for("GET", "/content"), "404");
    EXPECT_EQ(route_for("GET", "/contents/a"), "404");
    EXPECT_EQ(route_for("GET", "/chat"), "405 POST");
    EXPECT_EQ(route_for("OPTIONS", "/config"), "405 GET, HEAD");
    EXPECT_EQ(route_for("get", "/config"), "405 GET, HEAD") << "methods have their case";
    EXPECT_EQ(route_for("GET", "/content/exact"), "405 DELETE") << "exact wins";
}

TEST(Router, ServesHeadWithGetUnlessThereIsOne)
{
    EXPECT_EQ(route_for("HEAD", "/config"), "GET /config");
    EXPECT_EQ(route_for("HEAD", "/content/a"), "GET /content/*");
    EXPECT_EQ(route_for("HEAD", "/both"), "HEAD /both");
    EXPECT_EQ(route_for("HEAD", "/chat"), "405 POST");
}

}  // namespace
}  // namespace parley::http
