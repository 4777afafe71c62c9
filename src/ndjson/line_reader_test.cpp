#include "ndjson/line_reader.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <initializer_list>
#include <vector>

namespace parley::ndjson {
namespace {

// Every line, and "error" last if the reader gave up.
std::vector<std::string> read_all(std::initializer_list<std::string_view> pieces, std::size_t max_bytes = 100)
{
    line_reader reader(max_bytes);
    std::vector<std::string> lines;
    const auto take = [&lines](const result<std::optional<std::string_view>>& line) {
        if (!line) lines.emplace_back("error");
        if (line && line->has_value()) lines.emplace_back(**line);
        return line && line->has_value();
    };
    for (const auto piece : pieces) {
        reader.feed(piece);
        while (take(reader.next())) {
        }
        if (!lines.empty() && lines.back() == "error") return lines;
    }
    while (take(reader.finish())) {
    }
    return lines;
}

void expect_however_cut(std::string_view text, const std::vector<std::string>& expected,
                        std::size_t max_bytes)
{
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (std::size_t second = first; second <= text.size(); ++second)
            EXPECT_EQ(
                read_all({text.substr(0, first), text.substr(first, second - first), text.substr(second)},
                         max_bytes),
                expected)
                << "cut at " << first << " and " << second;
}

// The wire may cut anywhere, so every way of cutting must give the same lines.
TEST(LineReader, GivesTheSameLinesHoweverTheBytesAreCut)
{
    expect_however_cut("{\"a\":1}\r\n{\"b\":\"é\"}\n12", {"{\"a\":1}", "{\"b\":\"é\"}", "12"}, 100);
}

TEST(LineReader, SkipsEmptyLinesBecauseTheyAreHeartbeats)
{
    expect_however_cut("\n\r\n1\n\n\r\n2\n\n", {"1", "2"}, 100);
}

TEST(LineReader, TakesALineOfExactlyTheLimit)
{
    expect_however_cut("1234\r\n5678\n1234", {"1234", "5678", "1234"}, 4);
}

TEST(LineReader, RefusesALineLongerThanTheLimitAfterGivingTheLinesBeforeIt)
{
    expect_however_cut("12\n12345\n12\n", {"12", "error"}, 4);
}

TEST(LineReader, RefusesALongLineBeforeItsNewlineArrives)
{
    expect_however_cut("12\n12345", {"12", "error"}, 4);
}

TEST(LineReader, StaysFailedAndKeepsNothingMore)
{
    line_reader reader(4);
    reader.feed("12345");
    EXPECT_EQ(reader.next().error().code, errc::too_large);
    reader.feed("\n1\n");
    EXPECT_EQ(reader.next().error().code, errc::too_large);
    EXPECT_EQ(reader.finish().error().code, errc::too_large);
}

TEST(LineReader, KeepsALoneCarriageReturnInsideALine)
{
    expect_however_cut("a\rb\n", {"a\rb"}, 100);
}

// Processor time, so that a busy machine does not matter.
std::clock_t time_to_read(std::size_t bytes)
{
    const std::clock_t began = std::clock();
    line_reader reader(bytes);
    for (std::size_t i = 0; i < bytes; ++i) {
        reader.feed("x");
        EXPECT_FALSE(reader.next()->has_value());
    }
    EXPECT_EQ((*reader.finish())->size(), bytes);
    return std::clock() - began;
}

// Sixteen times the input may not cost anything like 256 times the time.
TEST(LineReader, TakesALongLineByteByByteInLinearTime)
{
    time_to_read(1'000);
    EXPECT_LT(time_to_read(320'000), 100 * time_to_read(20'000));
}

}  // namespace
}  // namespace parley::ndjson
