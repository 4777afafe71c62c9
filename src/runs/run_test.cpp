#include "runs/run.hpp"

#include "base/run_on_loop.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace parley::runs {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t line_bytes = 2 + line_ring::line_overhead;  // of "a\n"

struct one_run {
    explicit one_run(run_limits limits = {}, std::size_t bytes_max = 1 << 20) : used(bytes_max)
    {
        of = std::make_shared<run>("id", "", limits, used, loop.get_executor());
    }

    std::unique_ptr<reading> read_from(line_number from)
    {
        auto made = of->read_from(from, loop.get_executor());
        EXPECT_TRUE(made) << made.error().detail;
        return made ? std::move(*made) : nullptr;
    }

    errc refused(line_number from)
    {
        const auto made = of->read_from(from, loop.get_executor());
        return made ? errc{} : made.error().code;
    }

    void end(std::string_view lines = "") { of->end(lines, {}, std::chrono::steady_clock::now()); }

    asio::io_context loop;
    memory_use used;
    std::shared_ptr<run> of;
};

TEST(Run, GivesAReaderWhatItHasNotSeenAndThenTheEnd)
{
    one_run one;
    EXPECT_TRUE(one.of->try_write("a\nb\n"));
    const auto reader = one.read_from(1);
    EXPECT_EQ(reader->take().lines, "b\n");
    EXPECT_EQ(reader->take().lines, "");
    EXPECT_TRUE(one.of->try_write("c\n"));
    one.end("d\n");
    const auto last = reader->take();
    EXPECT_EQ(last.lines, "c\nd\n");
    EXPECT_TRUE(last.has_ended);
}

TEST(Run, IsReadByTwoAtOnceEachAtItsOwnPace)
{
    one_run one;
    EXPECT_TRUE(one.of->try_write("a\nb\n"));
    const auto first = one.read_from(0);
    const auto second = one.read_from(2);
    EXPECT_TRUE(one.of->try_write("c\n"));
    EXPECT_EQ(second->take().lines, "c\n");
    EXPECT_EQ(first->take().lines, "a\nb\nc\n");
}

TEST(Run, RefusesWhatIsGoneWhatIsNotThereYetAndTooManyReaders)
{
    one_run one({.bytes_max = 2 * line_bytes, .readers_max = 2});
    for (const auto* const line : {"a\n", "b\n", "c\n"}) EXPECT_TRUE(one.of->try_write(line));
    EXPECT_EQ(one.refused(0), errc::not_found);
    EXPECT_EQ(one.refused(4), errc::invalid_input);
    const auto first = one.read_from(1);
    const auto second = one.read_from(3);
    EXPECT_EQ(one.refused(1), errc::busy);
    EXPECT_EQ(first->take().lines, "b\nc\n");
}

TEST(Run, HoldsNoMoreThanItMayWhenNobodyReads)
{
    one_run one({.lines_max = 3});
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(one.of->try_write("a\n"));
    EXPECT_EQ(one.used.bytes, 3 * line_bytes);
    one.of.reset();
    EXPECT_EQ(one.used.bytes, 0U);
}

TEST(Run, MakesDoWithAlmostNothingWhenTheMemoryOfAllIsUsedUp)
{
    one_run one({}, 2 * line_bytes);
    one.used.bytes += 100 * line_bytes;  // others
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(one.of->try_write("a\n"));
    EXPECT_EQ(one.used.bytes, 101 * line_bytes);
    EXPECT_EQ(one.refused(9), errc{});
    one.used.bytes -= 100 * line_bytes;
}

TEST(Run, WaitsForAReaderThatIsThereInsteadOfLosingItsLines)
{
    one_run one({.lines_max = 2});
    auto reader = one.read_from(0);
    bool written = false;
    EXPECT_TRUE(one.of->try_write("a\nb\n"));
    asio::co_spawn(one.loop, one.of->write("c\n"), [&](std::exception_ptr) { written = true; });
    one.loop.poll();
    EXPECT_FALSE(written);
    EXPECT_EQ(reader->take().lines, "a\nb\n");
    one.loop.run();
    EXPECT_TRUE(written);
    EXPECT_EQ(reader->take().lines, "c\n");
}

TEST(Run, GoesOnWithoutTheReaderThatLeft)
{
    one_run one({.lines_max = 2});
    auto reader = one.read_from(0);
    EXPECT_FALSE(one.of->unread_since());
    EXPECT_TRUE(one.of->try_write("a\nb\n"));
    bool written = false;
    asio::co_spawn(one.loop, one.of->write("c\n"), [&](std::exception_ptr) { written = true; });
    one.loop.poll();
    reader.reset();
    EXPECT_TRUE(one.of->unread_since());
    one.loop.restart();
    one.loop.run();
    EXPECT_TRUE(written);
}

TEST(Run, FindsRoomForItsLastLinesAlways)
{
    one_run one({.lines_max = 1});
    const auto reader = one.read_from(0);
    EXPECT_TRUE(one.of->try_write("a\n"));
    EXPECT_FALSE(one.of->try_write("b\n"));
    one.end("c\n");
    EXPECT_EQ(reader->take().lines, "a\nc\n");
}

TEST(Run, TellsWhoAnswersThatItShouldEndUntilItHas)
{
    one_run one;
    std::vector<std::string> reasons;
    one.of->when_stopped([&](const error& why) { reasons.push_back(why.detail); });
    one.of->stop({errc::cancelled, "enough"});
    one.loop.run();
    EXPECT_EQ(reasons, std::vector<std::string>{"enough"});
    one.end();
    one.of->stop({errc::cancelled, "too late"});
    one.loop.restart();
    one.loop.run();
    EXPECT_EQ(reasons.size(), 1U);
}

TEST(Run, TellsWhyItNeverHadAWord)
{
    one_run one;
    const auto reader = one.read_from(0);
    one.of->end("no\n", error{errc::upstream_busy, "later"}, std::chrono::steady_clock::now());
    EXPECT_EQ(reader->take().refusal->code, errc::upstream_busy);
}

asio::awaitable<std::string> read_all(std::unique_ptr<reading> reader)
{
    std::string all;
    for (;;) {
        const auto next = reader->take();
        all += next.lines;
        if (next.has_ended) co_return all;
        if (next.lines.empty()) co_await reader->wait();
    }
}

asio::awaitable<bool> write_numbers(std::shared_ptr<run> of, int count)
{
    for (int i = 0; i < count; ++i) {
        const auto line = std::to_string(i) + "\n";
        co_await of->write(line);
    }
    of->end("end\n", {}, std::chrono::steady_clock::now());
    co_return true;
}

// The answer on one loop, its readers on two others, and little room.
TEST(Run, LosesAndRepeatsNothingBetweenLoops)
{
    constexpr int lines = 2000;
    std::string expected;
    for (int i = 0; i < lines; ++i) expected += std::to_string(i) + "\n";
    expected += "end\n";

    one_run one({.lines_max = 16});
    std::vector<std::string> read(2);
    std::vector<std::unique_ptr<asio::io_context>> loops;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < read.size(); ++i) {
        loops.push_back(std::make_unique<asio::io_context>(1));
        asio::co_spawn(*loops[i], read_all(*one.of->read_from(0, loops[i]->get_executor())),
                       [&read, i](std::exception_ptr, std::string all) { read[i] = std::move(all); });
        threads.emplace_back([&loop = *loops[i]] { loop.run(); });
    }
    EXPECT_TRUE(run_on_loop(one.loop, write_numbers(one.of, lines)));
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(read[0], expected);
    EXPECT_EQ(read[1], expected);
}

}  // namespace
}  // namespace parley::runs
