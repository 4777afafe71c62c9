#include "http/detail/file_plan.hpp"

#include "http/http_date.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view etag = "\"v1\"";
constexpr std::string_view modified = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::string_view earlier = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr std::string_view later = "Sun, 06 Nov 1994 08:49:38 GMT";

// "206 2+3 bytes 2-4/10": status, offset + bytes, Content-Range.
std::string plan(const pairs& headers, std::string_view method = "GET", std::uint64_t bytes = 10)
{
    fields conditions;
    for (const auto& [name, value] : headers) conditions.add(name, value);
    const auto made =
        plan_file(method, conditions, {.bytes = bytes, .etag = etag, .modified = parse_date(modified)});
    return std::to_string(made.status) + " " + std::to_string(made.offset) + "+" +
           std::to_string(made.bytes) + (made.content_range.empty() ? "" : " " + made.content_range);
}

std::string plan_range(std::string_view range)
{
    return plan({{"Range", std::string(range)}});
}

TEST(FilePlan, SendsOneByteRange)
{
    EXPECT_EQ(plan_range("bytes=2-4"), "206 2+3 bytes 2-4/10");
    EXPECT_EQ(plan_range("bytes=0-0"), "206 0+1 bytes 0-0/10");
    EXPECT_EQ(plan_range("bytes=0-9"), "206 0+10 bytes 0-9/10");
    EXPECT_EQ(plan_range("bytes=9-"), "206 9+1 bytes 9-9/10");
    EXPECT_EQ(plan_range("bytes=5-99"), "206 5+5 bytes 5-9/10");
    EXPECT_EQ(plan_range("bytes=-3"), "206 7+3 bytes 7-9/10");
    EXPECT_EQ(plan_range("bytes=-99"), "206 0+10 bytes 0-9/10");
    EXPECT_EQ(plan_range("BYTES=2-4"), "206 2+3 bytes 2-4/10");
    EXPECT_EQ(plan_range("bytes=2-18446744073709551616"), "206 2+8 bytes 2-9/10");
}

TEST(FilePlan, SaysWhenARangeLiesBeyondTheEnd)
{
    EXPECT_EQ(plan_range("bytes=10-"), "416 0+0 bytes */10");
    EXPECT_EQ(plan_range("bytes=99999999999999999999-"), "416 0+0 bytes */10");
    EXPECT_EQ(plan_range("bytes=-0"), "416 0+0 bytes */10");
    EXPECT_EQ(plan({{"Range", "bytes=0-"}}, "GET", 0), "416 0+0 bytes */0");
    EXPECT_EQ(plan({{"Range", "bytes=-5"}}, "GET", 0), "416 0+0 bytes */0");
}

TEST(FilePlan, IgnoresARangeItCannotRead)
{
    for (const auto* range : {"bytes=4-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=1", "lines=1-2", "1-2",
                              "bytes=0-1,4-5", "bytes=+1-2", "bytes=1--2", "bytes= -", "bytes=0x1-2"})
        EXPECT_EQ(plan_range(range), "200 0+10") << range;
    EXPECT_EQ(plan({{"Range", "bytes=0-1"}}, "HEAD"), "200 0+10");
}

TEST(FilePlan, SendsARangeOnlyOfTheVersionAskedFor)
{
    EXPECT_EQ(plan({{"Range", "bytes=0-1"}, {"If-Range", "\"v1\""}}), "206 0+2 bytes 0-1/10");
    EXPECT_EQ(plan({{"Range", "bytes=0-1"}, {"If-Range", "\"v0\""}}), "200 0+10");
    EXPECT_EQ(plan({{"Range", "bytes=0-1"}, {"If-Range", "W/\"v1\""}}), "200 0+10");
    EXPECT_EQ(plan({{"Range", "bytes=0-1"}, {"If-Range", std::string(modified)}}), "206 0+2 bytes 0-1/10");
    EXPECT_EQ(plan({{"Range", "bytes=0-1"}, {"If-Range", std::string(later)}}), "200 0+10");
}

TEST(FilePlan, SaysNotModified)
{
    for (const auto* list : {"\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*", "\"v0\",W/\"v1\" "})
        EXPECT_EQ(plan({{"If-None-Match", list}}), "304 0+0") << list;
    EXPECT_EQ(plan({{"If-None-Match", "\"v0\""}}), "200 0+10");
    EXPECT_EQ(plan({{"If-None-Match", ",,"}}), "200 0+10");
    EXPECT_EQ(plan({{"If-Modified-Since", std::string(modified)}}), "304 0+0");
    EXPECT_EQ(plan({{"If-Modified-Since", std::string(later)}}), "304 0+0");
    EXPECT_EQ(plan({{"If-Modified-Since", std::string(earlier)}}), "200 0+10");
    EXPECT_EQ(plan({{"If-Modified-Since", "yesterday"}}), "200 0+10");
    EXPECT_EQ(plan({{"If-None-Match", "\"v0\""}, {"If-Modified-Since", std::string(later)}}), "200 0+10")
        << "the tag outranks the date";
    EXPECT_EQ(plan({{"If-None-Match", "\"v1\""}, {"Range", "bytes=0-1"}}, "HEAD"), "304 0+0");
}

TEST(FilePlan, SaysWhenAPreconditionFails)
{
    EXPECT_EQ(plan({{"If-Match", "\"v1\""}}), "200 0+10");
    EXPECT_EQ(plan({{"If-Match", "*"}}), "200 0+10");
    EXPECT_EQ(plan({{"If-Match", "W/\"v1\""}}), "412 0+0");
    EXPECT_EQ(plan({{"If-Match", "\"v0\""}}), "412 0+0");
    EXPECT_EQ(plan({{"If-Unmodified-Since", std::string(earlier)}}), "412 0+0");
    EXPECT_EQ(plan({{"If-Unmodified-Since", std::string(modified)}}), "200 0+10");
}

TEST(FilePlan, KeepsOfARequestOnlyWhatItLooksAt)
{
    request asked;
    asked.headers = {{"accept", "*/*"}, {"range", "bytes=0-1"}, {"IF-NONE-MATCH", "*"}};
    const auto kept = conditions_of(asked);
    EXPECT_EQ(std::distance(kept.begin(), kept.end()), 2);
    EXPECT_EQ(kept.find("Range"), "bytes=0-1");
}

}  // namespace
}  // namespace parley::http
