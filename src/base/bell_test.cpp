#include "base/bell.hpp"

#include "base/run_on_loop.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <gtest/gtest.h>

#include <thread>

namespace parley {
namespace {

asio::awaitable<int> count_rings(std::shared_ptr<bell> of, int wanted, std::atomic<int>& heard)
{
    while (heard < wanted) {
        co_await of->wait();
        ++heard;
    }
    co_return heard.load();
}

TEST(Bell, KeepsARingThatNobodyWaitsFor)
{
    asio::io_context loop;
    const auto one = std::make_shared<bell>(loop.get_executor());
    std::atomic<int> heard = 0;
    one->ring();
    one->ring();
    asio::co_spawn(loop, count_rings(one, 2, heard), [](std::exception_ptr, int) {});
    loop.poll();
    EXPECT_EQ(heard, 1) << "two rings before the wait count as one";
    one->ring();
    loop.run();
    EXPECT_EQ(heard, 2);
}

TEST(Bell, WakesALoopFromAnotherThreadEachTime)
{
    constexpr int rings = 1000;
    asio::io_context loop;
    const auto one = std::make_shared<bell>(loop.get_executor());
    std::atomic<int> heard = 0;
    std::thread other([&] {
        for (int i = 0; i < rings; ++i) {
            one->ring();
            while (heard <= i) std::this_thread::yield();
        }
    });
    EXPECT_EQ(run_on_loop(loop, count_rings(one, rings, heard)), rings);
    other.join();
}

TEST(Bell, WaitsNoLongerThanItMay)
{
    asio::io_context loop;
    const auto one = std::make_shared<bell>(loop.get_executor());
    bool is_over = false;
    asio::co_spawn(loop, one->wait(deadline_after(std::chrono::milliseconds(1))),
                   [&](std::exception_ptr thrown) { is_over = !thrown; });
    loop.run();
    EXPECT_TRUE(is_over);
}

TEST(Bell, LetsACancelledWaitGo)
{
    asio::io_context loop;
    const auto one = std::make_shared<bell>(loop.get_executor());
    asio::cancellation_signal stop;
    bool ended = false;
    asio::co_spawn(loop, one->wait(),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr thrown) {
                       EXPECT_TRUE(thrown);
                       ended = true;
                   }));
    loop.poll();
    stop.emit(asio::cancellation_type::terminal);
    loop.run();
    EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace parley
