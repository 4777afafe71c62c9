#include "runs/registry.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace parley::runs {
namespace {

using namespace std::chrono_literals;

const deadline start = std::chrono::steady_clock::now();

struct some_runs {
    explicit some_runs(registry_limits limits = {}) : all(limits) {}

    std::shared_ptr<run> open(std::string id, std::string owner = "")
    {
        return all.open(std::move(id), std::move(owner), loop.get_executor());
    }

    void end(run& one, deadline when) { one.end("end\n", {}, when); }

    asio::io_context loop;
    registry all;
};

TEST(Registry, FindsARunForItsOwnerAndNobodyElse)
{
    some_runs some;
    const auto owned = some.open("a", "key");
    const auto free = some.open("b");
    EXPECT_EQ(some.all.find("a", "key"), owned);
    EXPECT_EQ(some.all.find("a", ""), nullptr);
    EXPECT_EQ(some.all.find("a", "other"), nullptr);
    EXPECT_EQ(some.all.find("b", "other"), free);
    EXPECT_EQ(some.all.find("c", ""), nullptr);
}

TEST(Registry, KeepsARunForAWhileAfterItsEnd)
{
    some_runs some({.kept = 60s});
    some.open("live");
    some.end(*some.open("ended"), start);
    some.all.sweep(start + 59s);
    EXPECT_EQ(some.all.size(), 2U);
    some.all.sweep(start + 60s);
    EXPECT_EQ(some.all.find("ended", ""), nullptr);
    EXPECT_NE(some.all.find("live", ""), nullptr);
}

TEST(Registry, ForgetsWhatIsRemovedAndWhoReadsItReadsOn)
{
    some_runs some;
    const auto one = some.open("a");
    const auto reader = *one->read_from(0, some.loop.get_executor());
    some.all.remove("a");
    EXPECT_EQ(some.all.size(), 0U);
    EXPECT_TRUE(one->try_write("x\n"));
    EXPECT_EQ(reader->take().lines, "x\n");
}

TEST(Registry, OpensNoMoreThanItMay)
{
    some_runs some({.runs_max = 1});
    EXPECT_NE(some.open("a"), nullptr);
    EXPECT_EQ(some.open("b"), nullptr);
}

TEST(Registry, GivesUpWhatEndedFirstWhenMemoryIsShort)
{
    some_runs some({.bytes_max = 4 * (4 + line_ring::line_overhead)});
    some.end(*some.open("later"), start + 1s);
    some.end(*some.open("first"), start);
    some.end(*some.open("last"), start + 2s);
    EXPECT_TRUE(some.open("live")->try_write("abc\n"));
    some.all.sweep(start + 3s);
    EXPECT_EQ(some.all.find("first", ""), nullptr);
    EXPECT_EQ(some.all.size(), 3U);
}

}  // namespace
}  // namespace parley::runs
