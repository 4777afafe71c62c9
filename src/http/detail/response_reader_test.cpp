#include "http/detail/response_reader.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

struct outcome_of_reading {
    std::string body;
    std::size_t pieces = 0;
    std::string problem;  // empty: the response ended properly
    errc code = errc{};
    unsigned status = 0;
};

// Reads `pieces` as the client does: what was not used is given again with the next piece behind it.
outcome_of_reading read_all(std::initializer_list<std::string_view> pieces,
                            std::size_t header_bytes_max = 4096, body_rule rule = body_rule::as_framed)
{
    response_reader reader(header_bytes_max, rule);
    outcome_of_reading read;
    std::string unread;
    const auto failed = [&read](const error& problem) {
        read.problem = problem.detail;
        read.code = problem.code;
    };
    for (const auto piece : pieces) {
        if (piece.empty() || reader.done()) continue;
        unread.append(piece);
        const auto fed = reader.feed(unread);
        if (!fed) return failed(fed.error()), read;
        read.pieces += fed->body.empty() ? 0 : 1;
        read.body.append(fed->body);
        unread.erase(0, fed->used);
    }
    if (const auto finished = reader.finish(); !finished) failed(finished.error());
    read.status = reader.status();
    return read;
}

void expect_body_however_cut(std::string_view text, std::string_view body, std::string_view problem = "")
{
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (std::size_t second = first; second <= text.size(); second += 3) {
            const auto read =
                read_all({text.substr(0, first), text.substr(first, second - first), text.substr(second)});
            EXPECT_EQ(read.body, body) << "cut at " << first << " and " << second;
            EXPECT_EQ(read.problem, problem) << "cut at " << first << " and " << second;
        }
}

TEST(ResponseReader, ReadsABodyOfGivenLengthHoweverItIsCut)
{
    expect_body_however_cut("HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-A: b\r\n\r\nhello world",
                            "hello world");
}

// Some networks answer for a host in the phrase alone.
TEST(ResponseReader, KeepsTheReasonAsItCame)
{
    std::string text = "HTTP/1.1 403 connecting to 192.0.2.1:80: no route\r\nContent-Length: 0\r\n\r\n";
    response_reader reader(4096, body_rule::as_framed);
    ASSERT_TRUE(reader.feed(text));
    EXPECT_EQ(reader.reason(), "connecting to 192.0.2.1:80: no route");
    reader.forget_head();
    EXPECT_EQ(reader.reason(), "");
}

TEST(ResponseReader, ReadsAChunkedBodyHoweverItIsCut)
{
    expect_body_however_cut(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n "
        "\r\n5\r\nworld\r\n0\r\nT: "
        "1\r\n\r\n",
        "hello world");
}

TEST(ResponseReader, ReadsABodyThatLastsUntilThePeerCloses)
{
    expect_body_however_cut("HTTP/1.0 200 OK\r\n\r\nhello world", "hello world");
}

TEST(ResponseReader, SkipsInterimAnswers)
{
    expect_body_however_cut(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n"
        "Content-Length: 2\r\n\r\nok",
        "ok");
}

TEST(ResponseReader, SaysWhenABodyEndsEarly)
{
    const std::string_view early = "the peer closed the connection before its answer was complete";
    expect_body_however_cut("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello", "hello", early);
    expect_body_however_cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "hello",
                            early);
    expect_body_however_cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chu", "", early);
}

TEST(ResponseReader, JoinsChunksThatArriveTogetherIntoOnePiece)
{
    std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    std::string expected;
    for (int i = 0; i < 100; ++i) {
        text += "3\r\na\r\n\r\n";
        expected += "a\r\n";
    }
    const auto read = read_all({text + "0\r\n\r\n"});
    EXPECT_EQ(read.pieces, 1U);
    EXPECT_EQ(read.body, expected);
}

TEST(ResponseReader, ExpectsNoBodyWhenThereIsNone)
{
    EXPECT_EQ(read_all({"HTTP/1.1 204 No Content\r\n\r\n"}).problem, "");
    EXPECT_EQ(read_all({"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}, 4096, body_rule::none).problem, "");
}

TEST(ResponseReader, RefusesAHeadLongerThanTheLimitHoweverItComes)
{
    std::string text = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 40; ++i) text += "X-Header-" + std::to_string(i) + ": 0123456789\r\n";
    EXPECT_EQ(read_all({text + "\r\n"}, 500).code, errc::too_large);
    EXPECT_EQ(read_all({text.substr(0, 300), text.substr(300, 300), text.substr(600)}, 500).code,
              errc::too_large);
    EXPECT_EQ(read_all({"HTTP/1.1 200 OK\r\nX: " + std::string(600, 'a')}, 500).code, errc::too_large);
}

TEST(ResponseReader, RefusesWhatIsNotHttp)
{
    EXPECT_EQ(read_all({"SSH-2.0-OpenSSH\r\n\r\n"}).code, errc::malformed);
    EXPECT_EQ(read_all({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}).code,
              errc::malformed);
    EXPECT_EQ(read_all({"HTTP/1.1 101 Switching Protocols\r\n\r\n"}).code, errc::malformed);
    EXPECT_EQ(read_all({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"}).code,
              errc::malformed);
}

TEST(ResponseReader, RefusesEndlessInterimAnswers)
{
    std::string text;
    for (int i = 0; i < 20; ++i) text += "HTTP/1.1 100 Continue\r\n\r\n";
    EXPECT_EQ(read_all({text}).code, errc::malformed);
}

}  // namespace
}  // namespace parley::http
