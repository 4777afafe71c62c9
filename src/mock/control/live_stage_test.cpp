#include "mock/control/live_stage.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

constexpr pause_point half{.scope = "one", .name = "half"};

asio::awaitable<void> pass(stage& on, int& passed)
{
    co_await on.wait_at(half);
    ++passed;
}

void expect_no_throw(std::exception_ptr thrown)
{
    EXPECT_FALSE(thrown);
}

// Who was let go counted as waiting until the loop came to it, and took the next release as well.
TEST(LiveStage, LetsEachWaiterGoOnce)
{
    asio::io_context loop;
    live_stage stage(clock_kind::virtual_time);
    int passed = 0;
    asio::co_spawn(loop, pass(stage, passed), expect_no_throw);
    loop.poll();
    EXPECT_EQ(stage.paused().at("half"), 1U);
    EXPECT_EQ(stage.release(half), 1U);
    EXPECT_TRUE(stage.paused().empty());
    EXPECT_EQ(stage.release(half), 0U) << "nobody waits: it is kept for the next to come";
    loop.restart();
    loop.poll();
    EXPECT_EQ(passed, 1);
    asio::co_spawn(loop, pass(stage, passed), expect_no_throw);
    loop.restart();
    loop.poll();
    EXPECT_EQ(passed, 2);
}

}  // namespace
}  // namespace parley::mock
