#include "server/static_files.hpp"

#include "base/run_on_loop.hpp"
#include "server/fake_exchange.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

result<void> get(fake_exchange& out, std::string path)
{
    asio::io_context loop;
    http::request request;
    request.path = std::move(path);
    return run_on_loop(loop, send_static_file(web_client(), std::move(request), out));
}

TEST(StaticFiles, TheRootIsThePageUnderAPolicyWithoutInlineCode)
{
    fake_exchange out;
    ASSERT_TRUE(get(out, "/"));
    EXPECT_EQ(out.sent_static->media_type, "text/html; charset=utf-8");
    EXPECT_NE(out.sent_static->body.find("<title>"), std::string_view::npos);
    const auto policy = out.sent_static->headers.find("Content-Security-Policy");
    ASSERT_TRUE(policy);
    EXPECT_EQ(policy->find("unsafe"), std::string_view::npos);
}

TEST(StaticFiles, EveryScriptOfThePageIsServedAsAScript)
{
    int scripts = 0;
    for (const auto& file : web_client()) {
        if (!file.path.ends_with(".js")) continue;
        ++scripts;
        fake_exchange out;
        ASSERT_TRUE(get(out, std::string(file.path)));
        EXPECT_EQ(out.sent_static->media_type, "text/javascript; charset=utf-8");
        EXPECT_EQ(out.sent_static->body.size(), file.body.size());
    }
    EXPECT_GT(scripts, 0);
}

TEST(StaticFiles, WhatIsNotInTheTableIsNotFound)
{
    fake_exchange out;
    for (const char* path : {"/assets/", "/assets/../index.html", "/etc/passwd", "/index.html/"}) {
        const auto sent = get(out, path);
        ASSERT_FALSE(sent) << path;
        EXPECT_EQ(sent.error().code, errc::not_found) << path;
    }
}

}  // namespace
}  // namespace parley::server
