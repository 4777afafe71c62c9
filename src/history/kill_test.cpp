// kill -9 at any moment of writing: the history opens, and no acknowledged turn is lost or half there.

#include "base/testing/killed_child.hpp"
#include "history/test_store.hpp"

#include <random>

namespace parley::history {
namespace {

constexpr int kills = 40;
constexpr int turns_max = 200;
constexpr int kill_after_us_max = 40'000;

std::string question(int number)
{
    return "question " + std::to_string(number);
}

// What the child ends with.
int append_turns(test_store& held, std::string_view conversation, int to)
{
    auto opened = store::open(held.folder.path / "data", held.limits, [&held] { return held.now; });
    if (!opened) return 2;
    for (int number = 0; number < turns_max; ++number) {
        if (!opened->append("me", conversation, turn_about(question(number)))) return 3;
        tell(to, static_cast<unsigned char>(number));
    }
    return 0;
}

TEST(HistoryKilled, LosesNoAcknowledgedTurn)
{
    test_store held;
    {
        const auto made = held.open();
    }
    std::mt19937 random(20'240'601);
    int interrupted = 0;
    std::vector<std::size_t> counts;
    for (int round = 0; round < kills; ++round) {
        const auto id = std::to_string(round);
        const std::chrono::microseconds after(random() % kill_after_us_max);
        const auto told = told_before_kill(after, [&](int to) { return append_turns(held, id, to); });
        interrupted += told.size() < turns_max;

        auto kept = held.open();
        const auto found = kept.find("me", id);
        const auto turns = found ? found->turns : std::vector<turn>{};
        ASSERT_GE(turns.size(), told.size()) << "round " << round;
        ASSERT_LE(turns.size(), told.size() + 1) << "at most one was stored and not acknowledged any more";
        for (std::size_t i = 0; i < turns.size(); ++i) {
            EXPECT_EQ(turns[i].question, question(static_cast<int>(i)));
            EXPECT_EQ(turns[i].answer, "About " + turns[i].question);
        }
        counts.push_back(turns.size());
        for (std::size_t earlier = 0; earlier < counts.size(); ++earlier) {
            const auto before = kept.find("me", std::to_string(earlier));
            EXPECT_EQ(before ? before->turns.size() : 0, counts[earlier]) << "round " << earlier;
        }
    }
    EXPECT_GT(interrupted, kills / 4) << "kills came too late to interrupt anything";
}

}  // namespace
}  // namespace parley::history
