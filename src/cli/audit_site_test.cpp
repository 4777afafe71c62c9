#include "cli/audit_site.hpp"

#include "base/temporary_folder.hpp"
#include "http/lone_client.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

struct answer {
    unsigned status = 0;
    std::string type;
    std::string location;
    std::string body;
};

asio::awaitable<result<answer>> get(http::client& client, std::string url)
{
    http::client_request request;
    request.url = std::move(url);
    auto response = co_await client.start(std::move(request), deadline_after(std::chrono::seconds(10)));
    if (!response) co_return response.error();
    const auto& headers = (*response)->headers();
    answer got{.status = (*response)->status(),
               .type = std::string(headers.find("Content-Type").value_or("")),
               .location = std::string(headers.find("Location").value_or("")),
               .body = {}};
    auto body = co_await http::read_all(**response, 1024);
    if (!body) co_return body.error();
    got.body = *std::move(body);
    co_return got;
}

class AuditSite : public testing::Test {
protected:
    void SetUp() override
    {
        fs::create_directories(folder.path / "site/sub");
        std::ofstream(folder.path / "site/a b.html") << "page";
        std::ofstream(folder.path / "site/sub/index.html") << "index";
        std::ofstream(folder.path / "secret.html") << "secret";
        fs::create_symlink("../secret.html", folder.path / "site/link.html");
    }

    answer at(const std::string& path) { return client.run(get(*client, site->address() + path)).value(); }

    temporary_folder folder;
    std::unique_ptr<audit_site> site;
    http::lone_client client;
};

TEST_F(AuditSite, ServesWhatIsInTheFolderAndNothingElse)
{
    site = audit_site::serve(folder.path / "site").value();
    EXPECT_EQ(at("/a%20b.html").body, "page");
    EXPECT_EQ(at("/a%20b.html").type, "text/html");
    EXPECT_EQ(at("/sub/").body, "index");
    EXPECT_EQ(at("/").status, 404U);
    for (const auto* path : {"/../secret.html", "/%2e%2e/secret.html", "/sub/../../secret.html"})
        EXPECT_EQ(at(path).status, 400U) << path;  // no address that a browser sends
    for (const auto* path : {"/link.html", "//etc/passwd", "/nothing"})
        EXPECT_EQ(at(path).status, 404U) << path;
}

// Else what its page refers to would be looked for one folder too high.
TEST_F(AuditSite, SendsFromAFolderToItsSlash)
{
    fs::create_directories(folder.path / "site/a b?");
    fs::create_directories(folder.path / "site/empty");
    std::ofstream(folder.path / "site/a b?/index.html") << "index";
    site = audit_site::serve(folder.path / "site").value();
    EXPECT_EQ(at("/sub").status, 308U);
    EXPECT_EQ(at("/sub").location, "/sub/");
    EXPECT_EQ(at("/sub?x=1&y=%2F").location, "/sub/?x=1&y=%2F");
    EXPECT_EQ(at("/a%20b%3F").location, "/a%20b%3f/");
    EXPECT_EQ(at("//sub").location, "/sub/");
    EXPECT_EQ(at("/sub/?x").status, 200U);
    EXPECT_EQ(at("/sub/index.html").status, 200U);
    EXPECT_EQ(at("/empty").status, 404U);
}

TEST_F(AuditSite, NeedsAFolder)
{
    EXPECT_EQ(audit_site::serve(folder.path / "nowhere").error().code, errc::invalid_input);
}

}  // namespace
}  // namespace parley::cli
