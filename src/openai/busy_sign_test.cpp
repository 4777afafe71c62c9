#include "openai/busy_sign.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;

TEST(BusySign, KeepsTheLaterOfTwoPauses)
{
    const deadline now = std::chrono::steady_clock::now();
    busy_sign sign;
    EXPECT_EQ(sign.closed_until(), deadline());
    sign.raise(now + 5s, now + 90s);
    sign.raise(now + 3s, now + 3s);
    EXPECT_EQ(sign.closed_until(), now + 5s);
    EXPECT_EQ(sign.told_until(), now + 90s);
}

// For ThreadSanitizer: loops raise and look without asking each other.
TEST(BusySign, IsSharedByManyThreads)
{
    constexpr int threads = 4, raises = 1'000;
    const deadline now = std::chrono::steady_clock::now();
    busy_sign sign;
    std::vector<std::thread> running;
    for (int who = 0; who < threads; ++who)
        running.emplace_back([&sign, now, who] {
            for (int i = 0; i < raises; ++i) {
                const deadline mine = now + std::chrono::milliseconds(i * threads + who);
                sign.raise(mine, mine);
                EXPECT_GE(sign.closed_until(), mine);
            }
        });
    for (auto& each : running) each.join();
    EXPECT_EQ(sign.closed_until(), now + std::chrono::milliseconds(threads * raises - 1));
}

}  // namespace
}  // namespace parley::openai
