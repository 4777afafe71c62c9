#include "sse/event_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <initializer_list>
#include <vector>

namespace parley::sse {
namespace {

// Every event as "name|data", and "error" last if the reader gave up.
std::vector<std::string> read_all(std::initializer_list<std::string_view> pieces, std::size_t max_bytes)
{
    event_reader reader(max_bytes);
    std::vector<std::string> events;
    const auto take = [&events](const result<std::optional<event>>& next) {
        if (!next) events.emplace_back("error");
        if (next && next->has_value())
            events.emplace_back(std::string((*next)->name) + "|" + std::string((*next)->data));
        return next && next->has_value();
    };
    for (const auto piece : pieces) {
        reader.feed(piece);
        while (take(reader.next())) {
        }
        if (!events.empty() && events.back() == "error") return events;
    }
    while (take(reader.finish())) {
    }
    return events;
}

void expect_however_cut(std::string_view text, const std::vector<std::string>& expected,
                        std::size_t max_bytes = 100)
{
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (std::size_t second = first; second <= text.size(); ++second)
            EXPECT_EQ(
                read_all({text.substr(0, first), text.substr(first, second - first), text.substr(second)},
                         max_bytes),
                expected)
                << "cut at " << first << " and " << second;
}

std::string with_line_ends(std::string text, std::string_view line_end)
{
    std::string changed;
    for (const char c : text) c == '\n' ? changed.append(line_end) : changed.append(1, c);
    return changed;
}

TEST(EventReader, GivesTheSameEventsHoweverTheBytesAreCutAndWhateverEndsTheLines)
{
    const std::string text = "data: {\"a\":\"é\"}\n\nevent: done\ndata:x\n\n: ping\n\ndata: 1\ndata: 2\n\n";
    for (const auto* line_end : {"\n", "\r\n", "\r"})
        expect_however_cut(with_line_ends(text, line_end), {"|{\"a\":\"é\"}", "done|x", "|1\n2"});
}

TEST(EventReader, RemovesOneSpaceAfterTheColonAndNoMore)
{
    expect_however_cut("data:a\ndata: b\ndata:  c\ndata\ndata:\n\n", {"|a\nb\n c\n\n"});
}

TEST(EventReader, IgnoresCommentsAndFieldsItDoesNotKnow)
{
    expect_however_cut(": hello\nid: 7\nretry: 10\nnonsense\ndata: a\n:\nid\n\n", {"|a"});
}

TEST(EventReader, GivesNoEventWithoutData)
{
    expect_however_cut("event: ping\n\n\n\ndata\n\n", {"|"});
}

TEST(EventReader, SkipsAByteOrderMarkAtTheStartOnly)
{
    expect_however_cut(
        "\xEF\xBB\xBF"
        "data: a\n\n\xEF\xBB\xBF"
        "data: b\n\n",
        {"|a"});
}

TEST(EventReader, GivesALastEventWithoutItsEmptyLineWhenFinished)
{
    expect_however_cut("data: a\n\ndata: b\n", {"|a", "|b"});
    expect_however_cut("data: a\n\ndata: b", {"|a", "|b"});
    expect_however_cut("data: a\ndata: b", {"|a\nb"});
}

TEST(EventReader, TakesAnEventOfExactlyTheLimitAndRefusesALongerOne)
{
    expect_however_cut("data: 12\n\ndata: 12\n\n", {"|12", "|12"}, 9);
    expect_however_cut("data: 12\n\ndata: 123\n\ndata: 12\n\n", {"|12", "error"}, 9);
    expect_however_cut("data:1\ndata:2\n\n", {"error"}, 13);
    expect_however_cut("data:1\r\ndata:2\r\n\r\n", {"error"}, 15);
}

TEST(EventReader, BoundsALineThatNeverEnds)
{
    expect_however_cut(": a comment of some length", {"error"}, 10);
}

TEST(EventReader, DoesNotCountCommentsBetweenEvents)
{
    expect_however_cut(": ping\n: ping\n: ping\ndata: a\n\n", {"|a"}, 8);
}

TEST(EventReader, LeavesReadableBytesBehindTheData)
{
    event_reader reader(100'000);
    for (std::size_t bytes = 1; bytes < 5'000; bytes += 61) {
        reader.feed("data: " + std::string(bytes, 'x') + "\n\n");
        const auto read = reader.next();
        ASSERT_TRUE(read && *read);
        // AddressSanitizer is the judge here: the bytes mean nothing but may be read.
        const volatile char* end = (*read)->data.data() + (*read)->data.size();
        for (std::size_t i = 0; i < spare_bytes; ++i) (void)end[i];
        EXPECT_EQ((*read)->data.size(), bytes);
    }
}

// Processor time, so that a busy machine does not matter.
std::clock_t time_to_read(std::string_view unit, std::size_t bytes, std::size_t piece_bytes)
{
    std::string text = "data: ";
    while (text.size() < bytes) text.append(unit);
    const std::clock_t began = std::clock();
    event_reader reader(text.size());
    for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
        reader.feed(std::string_view(text).substr(at, piece_bytes));
        while (reader.next()->has_value()) {
        }
    }
    return std::clock() - began;
}

// Sixteen times the input may not cost anything like 256 times the time.
TEST(EventReader, IsLinearInLongLinesAndInStreamsOfCarriageReturns)
{
    time_to_read("x", 1'000, 1);
    EXPECT_LT(time_to_read("x", 320'000, 1), 100 * time_to_read("x", 20'000, 1));
    EXPECT_LT(time_to_read("x\r\rdata:", 1'600'000, 1'600'000),
              100 * time_to_read("x\r\rdata:", 100'000, 100'000));
}

}  // namespace
}  // namespace parley::sse
