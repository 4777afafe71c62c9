#include "server/turn_taking.hpp"

#include "rag/test_services.hpp"
#include "server/held_model.hpp"

#include <gtest/gtest.h>

#include <list>

namespace parley::server {
namespace {

using namespace std::chrono_literals;

// One question and what came of it.
struct asking {
    // Positions that were told while it waited; 0: its turn.
    std::vector<std::size_t> positions() const
    {
        std::vector<std::size_t> told;
        for (const auto& each : sink.events)
            if (const auto* step = std::get_if<rag::process_event>(&each))
                if (const auto* at = std::get_if<rag::queue_position>(&step->data))
                    told.push_back(at->number);
        return told;
    }

    rag::remembering_sink sink;
    std::optional<result<void>> ended;
};

class TurnTaking : public testing::Test {
protected:
    ~TurnTaking() override
    {
        finish_answers(all_.size());
        loop_.run();
    }

    void limit(admission::queue_limits to) { queue_ = std::make_unique<admission::shared_queue>(to); }

    asking* ask(std::string address, rag::process steps = rag::process::shown)
    {
        auto* const one = &all_.emplace_back();
        http::request request{.method = "POST",
                              .path = "/chat",
                              .query = {},
                              .headers = {},
                              .body = {},
                              .id = {},
                              .peer = std::move(address),
                              .until = deadline_after(1min)};
        rag::question asked;
        asked.text = "why?";
        asked.steps = steps;
        auto work = answer_in_turn({queue_.get(), patience_}, {find_, model_}, asker_of(request),
                                   std::move(asked), one->sink);
        asio::co_spawn(loop_, std::move(work), [one](std::exception_ptr thrown, result<void> outcome) {
            one->ended = thrown ? result<void>(error{errc::closed, "thrown"}) : outcome;
        });
        settle();
        return one;
    }

    void settle()
    {
        loop_.restart();
        loop_.poll();
    }

    void finish_answers(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            model_.say(std::nullopt);
            settle();
        }
    }

    asio::io_context loop_;
    rag::scripted_retriever find_;
    held_model model_{loop_};
    std::unique_ptr<admission::shared_queue> queue_;
    std::chrono::seconds patience_{60};
    std::list<asking> all_;
};

TEST_F(TurnTaking, AnswersAtOnceWhileThereIsRoom)
{
    limit({.served_max = 1});
    EXPECT_TRUE(ask("a")->positions().empty());
    EXPECT_EQ(model_.streams(), 1U);
}

TEST_F(TurnTaking, TellsThePositionWheneverItChanges)
{
    limit({.served_max = 1});
    ask("a");
    ask("b");
    const auto* const last = ask("c");
    finish_answers(1);
    EXPECT_EQ(last->positions(), (std::vector<std::size_t>{2, 1}));
    finish_answers(1);
    EXPECT_EQ(last->positions(), (std::vector<std::size_t>{2, 1, 0}));
    EXPECT_EQ(model_.streams(), 1U);
}

TEST_F(TurnTaking, TellsThoseFarBackEveryTenthOfTheWay)
{
    limit({.served_max = 1});
    for (int i = 0; i < 30; ++i) ask(std::to_string(i));
    const auto* const last = ask("last");
    finish_answers(7);
    EXPECT_EQ(last->positions(), (std::vector<std::size_t>{30, 27, 25, 23}));
}

TEST_F(TurnTaking, SaysNothingOfAQueueToThoseWhoDoNotAsk)
{
    limit({.served_max = 1});
    ask("a");
    const auto* const second = ask("b", rag::process::hidden);
    finish_answers(2);
    ASSERT_TRUE(second->ended);
    EXPECT_TRUE(*second->ended);
    EXPECT_EQ(second->sink.order(), "se");
}

TEST_F(TurnTaking, NamesATimeToThoseWhoAreTurnedAway)
{
    limit({.served_max = 1, .waiting_max = 0});
    ask("a");
    for (const auto* address : {"b", "a"}) {
        const auto* const refused = ask(address);
        ASSERT_TRUE(refused->ended);
        ASSERT_FALSE(*refused->ended);
        const auto& why = refused->ended->error();
        EXPECT_EQ(why.code, errc::upstream_busy) << "429";
        EXPECT_EQ(why.retry_after, 5s) << "nobody knows yet how long answers take";
        EXPECT_EQ(why.detail.find("You have 1 question open") == 0, std::string_view(address) == "a")
            << why.detail;
    }
}

TEST_F(TurnTaking, GivesUpAfterItsPatience)
{
    patience_ = 0s;
    limit({.served_max = 1});
    ask("a");
    const auto* const second = ask("b");
    ASSERT_TRUE(second->ended);
    EXPECT_NE(second->ended->error().detail.find("waited too long"), std::string::npos);
    finish_answers(1);
    EXPECT_EQ(model_.streams(), 0U) << "its place went with it";
}

}  // namespace
}  // namespace parley::server
