#include "history/keeper.hpp"

#include "base/run_on_loop.hpp"
#include "history/test_store.hpp"

#include <condition_variable>
#include <fstream>
#include <mutex>

namespace parley::history {
namespace {

struct Keeper : testing::Test {
    temporary_folder folder;
    std::filesystem::path data = folder.path / "data";
    keeper kept{data, {}, std::chrono::system_clock::now};
    asio::io_context loop;

    result<void> append(std::string id)
    {
        auto work = [id](store& in) { return in.append("me", id, turn_about("question")); };
        return run_on_loop(loop, kept.with(std::move(work)));
    }
    ~Keeper() override { kept.stop(); }
};

TEST_F(Keeper, OpensTheHistoryAgainAfterItCouldNot)
{
    std::ofstream(data) << "a file stands where the folder should be";
    EXPECT_EQ(append("a").error().code, errc::storage);
    std::filesystem::remove(data);
    EXPECT_TRUE(append("a"));
}

TEST_F(Keeper, TurnsAwayWhatWouldWaitTooLong)
{
    std::mutex mutex;
    std::condition_variable changed;
    bool may_go_on = false;
    auto wait = [&](store&) -> result<void> {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return may_go_on; });
        return {};
    };
    std::size_t done = 0;
    const auto count = [&done](std::exception_ptr, const result<void>& outcome) {
        done += outcome.has_value();
    };
    for (std::size_t i = 0; i < keeper::waiting_max; ++i) asio::co_spawn(loop, kept.with(wait), count);

    std::optional<errc> refused;
    asio::co_spawn(loop, kept.with(wait), [&](std::exception_ptr, const result<void>& outcome) {
        refused = outcome ? std::optional<errc>() : outcome.error().code;
        const std::lock_guard lock(mutex);
        may_go_on = true;
        changed.notify_all();
    });
    loop.run();
    EXPECT_EQ(refused, errc::busy);
    EXPECT_EQ(done, keeper::waiting_max);
}

}  // namespace
}  // namespace parley::history
