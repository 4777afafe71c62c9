// Several threads at one mock, which has a thread of its own.
#include "mock/mock_host.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>

namespace parley::mock {
namespace {

std::unique_ptr<mock_host> started(log_sink& log)
{
    auto host = mock_host::start({}, {}, {}, log);
    if (!host) throw std::runtime_error(host.error().detail);
    return std::move(*host);
}

std::size_t count_request(mock_server& server)
{
    return ++server.state().counts.requests;
}

// A question between the last look at the thread and its end was never answered, and two threads that stopped
// the mock both waited for the same one to end.
TEST(MockHost, AnswersEveryQuestionWhileOthersStopIt)
{
    constexpr std::size_t questions = 200;
    no_log log;
    for (int round = 0; round < 20; ++round) {
        const auto host = started(log);
        std::atomic<std::size_t> asked = 0;
        const auto ask_often = [&host, &asked] {
            for (std::size_t i = 0; i < questions; ++i) {
                host->ask(count_request);
                ++asked;
            }
        };
        const auto stop_in_the_middle = [&host, &asked] {
            while (asked < questions) std::this_thread::yield();
            host->stop();
        };
        std::array others = {std::thread(ask_often), std::thread(ask_often), std::thread(stop_in_the_middle),
                             std::thread(stop_in_the_middle)};
        for (auto& each : others) each.join();
        EXPECT_EQ(host->ask([](mock_server& server) { return server.state().counts.requests; }),
                  2 * questions);
    }
}

TEST(MockHost, TellsItsPortAfterItHasStopped)
{
    no_log log;
    const auto host = started(log);
    const auto port = host->port();
    host->stop();
    EXPECT_EQ(host->port(), port);
}

}  // namespace
}  // namespace parley::mock
