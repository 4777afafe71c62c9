#include "server/static_files.hpp"

#include "base/run_on_loop.hpp"
#include "server/fake_exchange.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::server {
namespace {

result<void> get(fake_exchange& out, std::string path, http::fields headers = {},
                 shown_on pages = shown_on::our_page)
{
    asio::io_context loop;
    http::request request;
    request.path = std::move(path);
    request.headers = std::move(headers);
    return run_on_loop(loop, send_static_file(web_client(), pages, std::move(request), out));
}

const embedded_file& first_script()
{
    const auto files = web_client();
    return *std::ranges::find_if(files, [](const auto& file) { return file.path.ends_with(".js"); });
}

http::static_response script_for(std::string accept_encoding)
{
    fake_exchange out;
    EXPECT_TRUE(
        get(out, std::string(first_script().path), {{"Accept-Encoding", std::move(accept_encoding)}}));
    return out.sent_static.value_or(http::static_response{});
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
        EXPECT_EQ(out.sent_static->body.size(), file.plain.body.size());
    }
    EXPECT_GT(scripts, 0);
}

TEST(StaticFiles, AScriptIsSentInTheFormThatTheClientLikesBest)
{
    const auto& script = first_script();
    const auto brotli = script_for("gzip, br");
    EXPECT_EQ(brotli.body.data(), script.brotli.body.data());
    EXPECT_EQ(brotli.headers.find("Content-Encoding"), "br");
    EXPECT_EQ(brotli.media_type, "text/javascript; charset=utf-8");
    EXPECT_LT(brotli.body.size() * 2, script.plain.body.size());

    const auto gzip = script_for("br;q=0, *");
    EXPECT_EQ(gzip.body.data(), script.gzip.body.data());
    EXPECT_EQ(gzip.headers.find("Content-Encoding"), "gzip");
    EXPECT_TRUE(gzip.body.starts_with("\x1f\x8b"));

    const auto plain = script_for("zstd");
    EXPECT_EQ(plain.body.data(), script.plain.body.data());
    EXPECT_FALSE(plain.headers.find("Content-Encoding"));
}

// Else a cache could give one client what another asked for, and a range could be put together of two forms.
TEST(StaticFiles, EachFormIsToldApartByCaches)
{
    const auto brotli = script_for("br");
    const auto gzip = script_for("gzip");
    const auto plain = script_for("");
    for (const auto* each : {&brotli, &gzip, &plain}) {
        EXPECT_EQ(each->headers.find("Vary"), "Accept-Encoding");
        EXPECT_TRUE(each->headers.find("Cache-Control"));
        EXPECT_TRUE(each->etag.starts_with('"') && each->etag.ends_with('"')) << each->etag;
    }
    EXPECT_NE(brotli.etag, gzip.etag);
    EXPECT_NE(gzip.etag, plain.etag);
    EXPECT_NE(brotli.etag, plain.etag);
}

TEST(StaticFiles, OtherSitesLoadFilesOnlyIfTheyMayShowTheChatAndNeverThePage)
{
    const std::string script(first_script().path);
    const auto policy_of = [](const std::string& path, shown_on pages) {
        fake_exchange out;
        EXPECT_TRUE(get(out, path, {}, pages));
        return std::string(
            out.sent_static->headers.find("Cross-Origin-Resource-Policy").value_or("as usual"));
    };
    EXPECT_EQ(policy_of(script, shown_on::our_page), "as usual");
    EXPECT_EQ(policy_of(script, shown_on::other_sites), "cross-origin");
    EXPECT_EQ(policy_of("/", shown_on::other_sites), "as usual");
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
