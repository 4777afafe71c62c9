#include "http/detail/server_fixture.hpp"
#include "http/server.hpp"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace parley::http {
namespace {

namespace fs = std::filesystem;

class ServerFile : public testing::Test {
protected:
    ServerFile()
        : folder_(fs::path(testing::TempDir()) /
                  ("server_file_" + std::to_string(::getpid()) + "_" +
                   testing::UnitTest::GetInstance()->current_test_info()->name()))
    {
        fs::create_directories(folder_);
        server_.emplace(std::vector<route>{
            {"GET", "/files/*", [this](request asked, exchange& out) { return send(std::move(asked), out); }},
            {"GET", "/static", [](request, exchange& out) { return send_embedded(out); }}});
    }
    ~ServerFile() override
    {
        server_.reset();
        fs::remove_all(folder_);
    }

    asio::awaitable<result<void>> send(request asked, exchange& out)
    {
        file_response answer;
        answer.path = folder_ / asked.path.substr(7);
        answer.media_type = "application/pdf";
        answer.etag = "\"tag\"";
        co_return co_await out.send_file(std::move(answer));
    }

    static asio::awaitable<result<void>> send_embedded(exchange& out)
    {
        static_response answer;
        answer.body = "0123456789";
        answer.media_type = "text/css";
        answer.etag = "\"css\"";
        answer.headers = {{"Cache-Control", "immutable"}};
        co_return co_await out.send_static(std::move(answer));
    }

    std::string make_file(const std::string& name, std::size_t bytes) const
    {
        std::string content(bytes, '\0');
        for (std::size_t i = 0; i < bytes; ++i) content[i] = static_cast<char>('a' + (i * 7 + i / 251) % 26);
        std::ofstream(folder_ / name, std::ios::binary) << content;
        return content;
    }

    fs::path folder_;
    std::optional<test_server> server_;
};

TEST_F(ServerFile, SendsAWholeFile)
{
    const auto content = make_file("a", 1'000'000);
    raw_client client(server_->port());
    const auto answer = client.get("/files/a");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, content);
    EXPECT_EQ(answer.field("Content-Type"), "application/pdf");
    EXPECT_EQ(answer.field("Accept-Ranges"), "bytes");
    EXPECT_EQ(answer.field("ETag"), "\"tag\"");
    EXPECT_EQ(answer.field("Last-Modified").size(), 29U);
    EXPECT_EQ(client.get("/files/a").body.size(), content.size()) << "the connection is kept";
}

TEST_F(ServerFile, SendsTheRangeAskedFor)
{
    const auto content = make_file("a", 700'000);
    raw_client client(server_->port());
    const auto middle = client.get("/files/a", "Range: bytes=1000-600999\r\n");
    EXPECT_EQ(middle.status, 206U);
    EXPECT_EQ(middle.field("Content-Range"), "bytes 1000-600999/700000");
    EXPECT_EQ(middle.body, content.substr(1000, 600'000));
    const auto last = client.get("/files/a", "Range: bytes=-5\r\nIf-Range: \"tag\"\r\n");
    EXPECT_EQ(last.body, content.substr(699'995));
    const auto beyond = client.get("/files/a", "Range: bytes=700000-\r\n");
    EXPECT_EQ(beyond.status, 416U);
    EXPECT_EQ(beyond.field("Content-Range"), "bytes */700000");
    EXPECT_EQ(beyond.field("Content-Type"), "application/json");
    EXPECT_EQ(client.get("/files/a", "Range: bytes=0-1,5-6\r\n").body.size(), content.size());
}

TEST_F(ServerFile, SaysNotModifiedAndPreconditionFailed)
{
    make_file("a", 10);
    raw_client client(server_->port());
    const auto date = client.get("/files/a").field("Last-Modified");
    for (const auto& condition : {std::string("If-None-Match: \"tag\""), "If-Modified-Since: " + date}) {
        const auto answer = client.get("/files/a", condition + "\r\n");
        EXPECT_EQ(answer.status, 304U) << condition;
        EXPECT_EQ(answer.field("ETag"), "\"tag\"");
        EXPECT_EQ(answer.field("Content-Length"), "");
    }
    EXPECT_EQ(client.get("/files/a", "If-Match: \"other\"\r\n").status, 412U);
}

TEST_F(ServerFile, AnswersHeadAndEmptyFiles)
{
    make_file("a", 1234);
    make_file("empty", 0);
    raw_client client(server_->port());
    client.send("HEAD /files/a HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\n\r\n");
    const auto head = client.read_response("HEAD");
    EXPECT_EQ(head.status, 200U);
    EXPECT_EQ(head.field("Content-Length"), "1234");
    const auto empty = client.get("/files/empty");
    EXPECT_EQ(empty.status, 200U);
    EXPECT_EQ(empty.field("Content-Length"), "0");
}

TEST_F(ServerFile, SendsRegularFilesOnly)
{
    fs::create_directory(folder_ / "folder");
    ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
    raw_client client(server_->port());
    for (const auto* name : {"missing", "folder", "fifo"})
        EXPECT_EQ(client.get("/files/" + std::string(name)).status, 404U) << name;
}

// The length is promised in the head: a file cut meanwhile can only end in a broken connection.
TEST_F(ServerFile, CutsTheConnectionWhenTheFileBecomesShorter)
{
    make_file("a", 1);
    fs::resize_file(folder_ / "a", 64'000'000);
    raw_client client(server_->port(), 16 * 1024);
    client.send("GET /files/a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_FALSE(client.read_some().empty());
    fs::resize_file(folder_ / "a", 1000);
    EXPECT_LT(client.read_to_end().size(), 64'000'000U);
    EXPECT_TRUE(server_->log.has_soon("path=/files/a status=200"));
}

TEST_F(ServerFile, SurvivesAReaderWhoLeavesMidway)
{
    make_file("a", 1);
    fs::resize_file(folder_ / "a", 64'000'000);
    {
        raw_client client(server_->port(), 16 * 1024);
        client.send("GET /files/a HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_FALSE(client.read_some().empty());
    }
    EXPECT_TRUE(server_->log.has_soon("path=/files/a status=499"));
    make_file("b", 10);
    raw_client next(server_->port());
    EXPECT_EQ(next.get("/files/b").status, 200U);
}

TEST_F(ServerFile, SendsEmbeddedBytesWithTheSameConditions)
{
    raw_client client(server_->port());
    const auto whole = client.get("/static");
    EXPECT_EQ(whole.body, "0123456789");
    EXPECT_EQ(whole.field("Content-Type"), "text/css");
    EXPECT_EQ(whole.field("Cache-Control"), "immutable");
    const auto cached = client.get("/static", "If-None-Match: \"css\"\r\n");
    EXPECT_EQ(cached.status, 304U);
    EXPECT_EQ(cached.field("Cache-Control"), "immutable");
    EXPECT_EQ(client.get("/static", "Range: bytes=2-4\r\n").body, "234");
    EXPECT_EQ(client.get("/static", "Range: bytes=99-\r\n").status, 416U);
}

}  // namespace
}  // namespace parley::http
