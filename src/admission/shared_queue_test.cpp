#include "admission/shared_queue.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <array>
#include <thread>

namespace parley::admission {
namespace {

using namespace std::chrono_literals;

asio::awaitable<void> take_a_turn(shared_queue& in, std::string user, asio::io_context& loop,
                                  std::atomic<int>& inside, int& most_inside)
{
    shared_queue::place mine(in, std::move(user), loop.get_executor());
    while (mine.look().now == standing::waiting) co_await mine.wait(deadline_after(1min));
    most_inside = std::max(most_inside, ++inside);
    co_await asio::post(loop, asio::use_awaitable);
    --inside;
}

// The shared thing across threads: ThreadSanitizer runs this too.
TEST(SharedQueue, LetsInNoMoreThanMayBeFromTwoLoops)
{
    constexpr int asked_by_each = 100;
    shared_queue queue({.served_max = 3, .served_per_user_max = 2, .waiting_max = 2 * asked_by_each});
    std::atomic<int> inside = 0;
    std::array<int, 2> most_inside{};
    std::array<asio::io_context, 2> loops;
    std::atomic<int> done = 0;
    for (int i = 0; i < asked_by_each; ++i)
        for (std::size_t at = 0; at < loops.size(); ++at)
            asio::co_spawn(
                loops.at(at),
                take_a_turn(queue, std::to_string(i % 7), loops.at(at), inside, most_inside.at(at)),
                [&done](std::exception_ptr thrown) { done += thrown ? 0 : 1; });
    std::thread other([&loops] { loops[1].run(); });
    loops[0].run();
    other.join();
    EXPECT_EQ(done, 2 * asked_by_each);
    EXPECT_LE(std::max(most_inside[0], most_inside[1]), 3);
    EXPECT_GE(std::max(most_inside[0], most_inside[1]), 1);
}

TEST(SharedQueue, ReckonsTheWaitByHowLongOthersTook)
{
    asio::io_context loop;
    shared_queue queue({.served_max = 1});
    auto first = std::make_unique<shared_queue::place>(queue, "a", loop.get_executor());
    EXPECT_EQ(first->look().now, standing::served);
    shared_queue::place second(queue, "b", loop.get_executor());
    shared_queue::place third(queue, "c", loop.get_executor());
    EXPECT_FALSE(third.look().wait) << "nobody knows yet";
    first.reset();
    EXPECT_EQ(second.look().now, standing::served);
    EXPECT_EQ(third.look().position, 1U);
    EXPECT_TRUE(third.look().wait);
}

TEST(SharedQueue, SaysWhoseOwnPlacesStandInTheWay)
{
    asio::io_context loop;
    shared_queue queue({.served_per_user_max = 1, .waiting_max = 0});
    shared_queue::place first(queue, "a", loop.get_executor());
    shared_queue::place second(queue, "a", loop.get_executor());
    const auto found = second.look();
    EXPECT_EQ(found.now, standing::turned_away);
    EXPECT_EQ(found.open_of_user, 1U);
}

}  // namespace
}  // namespace parley::admission
