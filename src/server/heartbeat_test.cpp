#include "server/heartbeat.hpp"

#include "base/task_group.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace parley::server {
namespace {

struct stops_everything final : beating {
    explicit stops_everything(task_group& tasks) : all(tasks) {}
    void tick(deadline) override
    {
        ++ticks;
        all.cancel(asio::cancellation_type::terminal);
    }

    task_group& all;
    int ticks = 0;
};

// The cancellation ends no wait then, and the next one threw: the server aborted while it stopped.
TEST(Heartbeat, EndsInPeaceWhenItIsStoppedBetweenTwoWaits)
{
    asio::io_context loop;
    heartbeat beats;
    task_group tasks(loop.get_executor());
    stops_everything stream(tasks);
    const auto place = beats.add(stream);
    tasks.spawn(beats.run(std::chrono::milliseconds(0)));
    EXPECT_NO_THROW(loop.run());
    EXPECT_EQ(stream.ticks, 1);
    EXPECT_EQ(tasks.size(), 0U);
    beats.remove(place);
}

}  // namespace
}  // namespace parley::server
