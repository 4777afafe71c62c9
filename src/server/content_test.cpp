#include "server/content.hpp"

#include "base/run_on_loop.hpp"
#include "server/fake_exchange.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

asio::awaitable<result<std::optional<stored_file>>> one_document(std::string name)
{
    if (name == "a.pdf")
        co_return std::optional<stored_file>(stored_file{"/store/a", "application/pdf", "h1"});
    if (name == "b.html") co_return std::optional<stored_file>(stored_file{"/store/b", "text/html", "h2"});
    co_return std::optional<stored_file>{};
}

result<void> get(fake_exchange& out, std::string path)
{
    asio::io_context loop;
    http::request request;
    request.path = std::move(path);
    return run_on_loop(loop, send_content(one_document, std::move(request), out));
}

TEST(Content, SendsADocumentByItsPublicName)
{
    fake_exchange out;
    ASSERT_TRUE(get(out, "/content/a.pdf"));
    EXPECT_EQ(out.sent_file->path, "/store/a");
    EXPECT_EQ(out.sent_file->media_type, "application/pdf");
    EXPECT_EQ(out.sent_file->etag, "\"h1\"");
}

// Clients that percent-encode the whole citation ask for /content/a.pdf%23page=3.
TEST(Content, DropsAPageThatAClientEncodedIntoThePath)
{
    fake_exchange out;
    EXPECT_TRUE(get(out, "/content/a.pdf#page=3"));
}

TEST(Content, SandboxesWhatABrowserWouldRun)
{
    fake_exchange out;
    ASSERT_TRUE(get(out, "/content/b.html"));
    EXPECT_TRUE(out.sent_file->headers.find("Content-Security-Policy")->starts_with("sandbox;"));
}

TEST(Content, AnUnknownNameIsNotFoundWhateverItLooksLike)
{
    for (const char* path : {"/content/", "/content/../a.pdf", "/content//a.pdf", "/content/a.pdf/x"}) {
        fake_exchange out;
        const auto sent = get(out, path);
        ASSERT_FALSE(sent) << path;
        EXPECT_EQ(sent.error().code, errc::not_found) << path;
    }
}

}  // namespace
}  // namespace parley::server
