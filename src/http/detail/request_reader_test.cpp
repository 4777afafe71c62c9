#include "http/detail/request_reader.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

constexpr request_limits small = {
    .target_bytes_max = 64, .header_bytes_max = 256, .header_count_max = 6, .body_bytes_max = 32};

// What became of `bytes`, in one line: "refused 400", "incomplete", or the request and what lay behind it.
std::string outcome_of(std::initializer_list<std::string_view> pieces, request_limits limits = small)
{
    request_reader reader(limits);
    std::string behind;
    for (const auto piece : pieces) {
        if (reader.complete()) {
            behind += piece;
            continue;
        }
        if (const auto refused = reader.feed(piece)) return "refused " + std::to_string(refused->status);
    }
    if (!reader.complete()) return "incomplete";
    const auto wanted = reader.wanted() == keep_alive::yes ? " keep" : " close";
    auto asked = reader.take_request();
    std::string text = asked.method + " " + asked.path + "?" + asked.query;
    for (const auto& [name, value] : asked.headers) text += " [" + name + "=" + value + "]";
    return text + " {" + asked.body + "} +" + reader.take_rest() + behind + wanted;
}

// The sentence a client is told, or nothing.
std::string complaint_about(std::string_view bytes)
{
    request_reader reader(small);
    const auto refused = reader.feed(bytes);
    return refused ? refused->problem.detail : "";
}

unsigned status_of_bytes(std::string_view bytes)
{
    request_reader reader(small);
    const auto refused = reader.feed(bytes);
    return refused ? refused->status : 0;
}

TEST(RequestReader, GivesTheSameRequestHoweverTheBytesAreCut)
{
    const std::vector<std::string> wholes = {
        "GET /a%20b?q=1 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
        "POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET /",
        "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX: "
        "y\r\n\r\nG",
        "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "\r\n\r\nGET / HTTP/1.0\r\n\r\n",
    };
    for (const std::string_view whole : wholes) {
        const auto expected = outcome_of({whole});
        EXPECT_FALSE(expected.starts_with("refused") || expected == "incomplete") << whole;
        for (std::size_t first = 0; first <= whole.size(); ++first)
            for (std::size_t second = first; second <= whole.size(); ++second)
                ASSERT_EQ(outcome_of({whole.substr(0, first), whole.substr(first, second - first),
                                      whole.substr(second)}),
                          expected)
                    << "cut at " << first << " and " << second;
    }
}

TEST(RequestReader, GivesTheSameRequestByteByByte)
{
    const std::string_view whole =
        "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    request_reader reader(small);
    for (const char c : whole) ASSERT_FALSE(reader.feed({&c, 1}).has_value());
    EXPECT_TRUE(reader.complete());
    EXPECT_EQ(reader.take_request().body, "abc");
}

TEST(RequestReader, HandsBackWhatFollowsTheRequest)
{
    EXPECT_EQ(outcome_of({"GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n"}),
              "GET /a? [Host=x] {} +GET /b HTTP/1.1\r\n keep");
}

TEST(RequestReader, KnowsWhoWantsToStayConnected)
{
    EXPECT_TRUE(outcome_of({"GET / HTTP/1.1\r\nHost: x\r\n\r\n"}).ends_with(" keep"));
    EXPECT_TRUE(outcome_of({"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"}).ends_with(" close"));
    EXPECT_TRUE(outcome_of({"GET / HTTP/1.0\r\n\r\n"}).ends_with(" close"));
    EXPECT_TRUE(outcome_of({"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"}).ends_with(" keep"));
}

TEST(RequestReader, RefusesWhatIsNotHttp)
{
    for (const auto* bytes :
         {"nonsense\r\n\r\n", "GET /\r\n\r\n", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
          "GET / HTTP/1.1\r\nHost x\r\n\r\n", "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
          "GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
          "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "GET relative HTTP/1.1\r\nHost: x\r\n\r\n"})
        EXPECT_EQ(status_of_bytes(bytes), 400U) << bytes;
}

// Two readers of one message must never disagree about where it ends.
TEST(RequestReader, RefusesEveryAmbiguousBodyLength)
{
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
    for (const auto* lines :
         {"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "Content-Length: 3\r\nContent-Length: 4\r\n",
          "Content-Length: 3, 3\r\n", "Content-Length: +3\r\n", "Content-Length: -3\r\n",
          "Content-Length: 0x3\r\n", "Content-Length: 3 3\r\n", "Content-Length:\r\n",
          "Content-Length: 99999999999999999999\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"})
        EXPECT_EQ(status_of_bytes(head + lines + "\r\nabc"), 400U) << lines;
    for (const auto* lines : {"Transfer-Encoding: gzip\r\n", "Transfer-Encoding: chunked, gzip\r\n",
                              "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: gzip, chunked\r\n",
                              "Transfer-Encoding: identity\r\n"})
        EXPECT_EQ(status_of_bytes(head + lines + "\r\nabc"), 501U) << lines;
    EXPECT_EQ(status_of_bytes("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400U);
}

TEST(RequestReader, SaysWhatIsWrongWithTheBodyLength)
{
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
    for (const auto* lines : {"Content-Length: +5\r\n", "Content-Length: 3, 3\r\n", "Content-Length:\r\n"})
        EXPECT_EQ(complaint_about(head + lines + "\r\n"), "Content-Length must be one number.") << lines;
    EXPECT_EQ(complaint_about(head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n"),
              "Content-Length is given twice, with different numbers.");
    EXPECT_EQ(complaint_about(head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
              "Transfer-Encoding is given twice.");
    for (const auto* lines : {"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                              "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"})
        EXPECT_EQ(complaint_about(head + lines + "\r\n"),
                  "Content-Length and Transfer-Encoding exclude each other.")
            << lines;
}

// A reader in front of us may take the continuation for no part of the field, or for a field of its own.
TEST(RequestReader, RefusesAFieldFoldedOverLinesHoweverTheBytesAreCut)
{
    const std::string head = "POST /c HTTP/1.1\r\nHost: x\r\n";
    for (const auto* lines :
         {"Transfer-Encoding:\r\n chunked\r\n", "Transfer-Encoding:\r\n\tchunked\r\n",
          "Content-Length:\r\n 3\r\n", "Content-Length: 3\r\n \r\n", "A: b\r\n c\r\n", "A:\r\n \r\n"}) {
        const auto whole = head + lines + "\r\n0\r\n\r\n";
        EXPECT_EQ(complaint_about(whole), "A line of the request's head begins with a blank.") << lines;
        for (std::size_t cut = 0; cut <= whole.size(); ++cut)
            EXPECT_EQ(outcome_of({whole.substr(0, cut), whole.substr(cut)}), "refused 400")
                << lines << "cut at " << cut;
    }
    EXPECT_EQ(complaint_about("GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
              "A line of the request's head begins with a blank.");
}

TEST(RequestReader, TakesABodyWhoseLinesBeginWithABlank)
{
    EXPECT_EQ(outcome_of({"POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n a\r\n b\r\n"}),
              "POST /c? [Host=x] [Content-Length=8] { a\r\n b\r\n} + keep");
}

TEST(RequestReader, RefusesMalformedChunks)
{
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const auto* body : {"zz\r\nabc\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\nabc\n0\n\n\r\n", "-3\r\nabc\r\n",
                             "FFFFFFFFFFFFFFFFF\r\nabc", "3 x\r\nabc\r\n0\r\n\r\n", "\r\n\r\n\r\n\r\n"})
        EXPECT_EQ(status_of_bytes(head + body), 400U) << body;
}

TEST(RequestReader, SaysWhichLimitIsExceeded)
{
    const std::string long_target(small.target_bytes_max + 1, 'a');
    EXPECT_EQ(status_of_bytes("GET /" + long_target + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414U);
    EXPECT_EQ(status_of_bytes("GET /" + long_target + long_target), 414U) << "before the line has ended";

    const std::string value(small.header_bytes_max, 'a');
    EXPECT_EQ(status_of_bytes("GET / HTTP/1.1\r\nHost: x\r\nA: " + value + "\r\n\r\n"), 431U);
    EXPECT_EQ(status_of_bytes("GET / HTTP/1.1\r\nHost: x\r\nA: " + value), 431U)
        << "before the head has ended";
    std::string many = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (std::size_t i = 0; i < small.header_count_max; ++i) many += "A: b\r\n";
    EXPECT_EQ(status_of_bytes(many + "\r\n"), 431U);

    EXPECT_EQ(status_of_bytes("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 33\r\n\r\n"), 413U);
    EXPECT_EQ(status_of_bytes("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "20\r\n01234567890123456789012345678901\r\n1\r\nx\r\n"),
              413U);
    EXPECT_EQ(status_of_bytes("AVERYLONGMETHODNAMETHATNOBODYEVERWANTEDTOUSE / HTTP/1.1\r\nHost: x\r\n\r\n"),
              501U);
}

// Beast checks its limit for each call anew; ours must hold for the sum.
TEST(RequestReader, CountsTheHeadsBytesOverManySmallPieces)
{
    request_reader reader({.target_bytes_max = 64, .header_bytes_max = 256, .header_count_max = 1000});
    std::optional<refusal> refused = reader.feed("GET / HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 200 && !refused; ++i) refused = reader.feed("A: bcdefgh\r\n");
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 431U);
}

TEST(RequestReader, BoundsChunkExtensionsAndTrailers)
{
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    request_reader extensions(small);
    auto refused = extensions.feed(head);
    for (int i = 0; i < 30 && !refused; ++i)
        refused = extensions.feed("1;" + std::string(40, 'e') + "\r\nx\r\n");
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 400U);

    request_reader trailers(small);
    refused = trailers.feed(head + "0\r\n");
    for (int i = 0; i < 100 && !refused; ++i) refused = trailers.feed("A: bcdefgh\r\n");
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 400U);
}

TEST(RequestReader, DoesNotLetTrailersPoseAsHeaders)
{
    EXPECT_EQ(outcome_of({"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "1\r\na\r\n0\r\nAuthorization: me\r\n\r\n"}),
              "POST /? [Host=x] [Transfer-Encoding=chunked] {a} + keep");
}

TEST(RequestReader, SaysWhenTheClientWaitsForContinue)
{
    request_reader reader(small);
    EXPECT_FALSE(
        reader.feed("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    EXPECT_TRUE(reader.waits_for_continue());
    EXPECT_FALSE(reader.feed("a"));
    EXPECT_FALSE(reader.waits_for_continue());
    EXPECT_EQ(status_of_bytes("POST / HTTP/1.1\r\nHost: x\r\nExpect: cookies\r\n\r\n"), 417U);
}

}  // namespace
}  // namespace parley::http
