#include "server/answer_host.hpp"

#include "base/testing/kept_log.hpp"
#include "rag/test_services.hpp"
#include "server/held_model.hpp"
#include "server/turn_taking.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <gtest/gtest.h>

namespace parley::server {
namespace {

using namespace std::chrono_literals;

// Who asked, and what came of it. Stalled, it takes nothing more until it is let go.
struct asking final : rag::event_sink {
    explicit asking(asio::io_context& loop) : let_go(std::make_shared<bell>(loop.get_executor())) {}

    asio::awaitable<result<void>> send(rag::event what) override
    {
        while (is_stalled) co_await let_go->wait();
        co_return co_await taken.send(std::move(what));
    }

    void leave() { gone.emit(asio::cancellation_type::terminal); }

    errc failure() const { return ended && !*ended ? ended->error().code : errc{}; }

    rag::remembering_sink taken;
    bool is_stalled = false;
    std::shared_ptr<bell> let_go;
    asio::cancellation_signal gone;
    std::optional<result<void>> ended;
};

rag::question why()
{
    rag::question asked;
    asked.text = "why?";
    return asked;
}

class AnswerHost : public testing::Test {
protected:
    ~AnswerHost() override
    {
        for (auto& one : all_) {
            one.is_stalled = false;
            one.let_go->ring();
            one.leave();
        }
        stop_server();
        loop_.run();
    }

    void limit(sharing_limits to, std::size_t all_bytes_max = std::size_t{1} << 20U)
    {
        host_.reset();
        shared_ = std::make_unique<shared_answers>(to, all_bytes_max);
        host_ = std::make_unique<answer_host>(loop_.get_executor(), *shared_, beats_, log_);
    }

    asking* ask(rag::question asked = why(), const std::string& user = "a")
    {
        auto* const one = &all_.emplace_back(loop_);
        auto work = answer_in_turn({queue_.get(), 60s, host_.get()}, {find_, model_},
                                   {user, deadline_after(1min)}, std::move(asked), *one);
        asio::co_spawn(loop_, std::move(work),
                       asio::bind_cancellation_slot(
                           one->gone.slot(), [one](std::exception_ptr thrown, result<void> outcome) {
                               one->ended = thrown ? result<void>(error{errc::closed, "thrown"}) : outcome;
                           }));
        settle();
        return one;
    }

    void settle()
    {
        loop_.restart();
        loop_.poll();
    }

    void say(const held_model::piece& next)
    {
        model_.say(next);
        settle();
    }

    void stop_server()
    {
        asio::co_spawn(loop_, host_->stop(deadline_after(0s)), [](std::exception_ptr) {});
        settle();
    }

    void finish_answers() { say(held_model::piece(std::nullopt)); }

    void leave(asking& one)
    {
        one.leave();
        settle();
    }

    void expect_whole(const asking& one, const std::string& text)
    {
        ASSERT_TRUE(one.ended);
        EXPECT_TRUE(*one.ended);
        EXPECT_EQ(one.taken.text(), text);
        EXPECT_EQ(one.taken.order().front(), 's');
        EXPECT_EQ(one.taken.order().back(), 'e');
    }

    asio::io_context loop_;
    heartbeat beats_;
    kept_log log_;
    rag::scripted_retriever find_;
    held_model model_{loop_};
    std::unique_ptr<admission::shared_queue> queue_;
    std::unique_ptr<shared_answers> shared_ = std::make_unique<shared_answers>();
    std::unique_ptr<answer_host> host_ =
        std::make_unique<answer_host>(loop_.get_executor(), *shared_, beats_, log_);
    std::list<asking> all_;
};

TEST_F(AnswerHost, AsksTheModelOnceForAllWhoJoinWheneverTheyDo)
{
    const auto* const first = ask();
    const auto* const at_the_beginning = ask();
    say("one ");
    const auto* const in_the_middle = ask();
    say("two");
    EXPECT_EQ(in_the_middle->taken.text(), "one two");
    EXPECT_EQ(model_.streams(), 1U);
    finish_answers();
    for (const auto* each : {first, at_the_beginning, in_the_middle}) expect_whole(*each, "one two");
    EXPECT_EQ(first->taken.order(), in_the_middle->taken.order());
    EXPECT_EQ(log_.count("answer_shared readers=3"), 1U);
}

TEST_F(AnswerHost, AsksAnewWhenTheAnswerHasEnded)
{
    const auto* const first = ask();
    finish_answers();
    const auto* const second = ask();
    EXPECT_EQ(model_.streams(), 1U);
    say("anew");
    finish_answers();
    expect_whole(*first, "");
    expect_whole(*second, "anew");
    EXPECT_EQ(log_.count("answer_shared"), 0U);
}

TEST_F(AnswerHost, AsksForItselfWhatIsNotQuiteTheSame)
{
    ask();
    auto other = why();
    other.temperature = 0.5;
    ask(std::move(other));
    EXPECT_EQ(model_.streams(), 2U);
}

TEST_F(AnswerHost, GoesOnForThoseWhoStayInWhateverOrderTheOthersLeave)
{
    for (std::size_t stays = 0; stays < 3; ++stays) {
        const std::array readers{ask(), ask(), ask()};
        say("one ");
        for (std::size_t i = 0; i < readers.size(); ++i)
            if (i != stays) leave(*readers.at(i));
        EXPECT_EQ(model_.streams(), 1U);
        say("two");
        finish_answers();
        expect_whole(*readers.at(stays), "one two");
        for (std::size_t i = 0; i < readers.size(); ++i)
            EXPECT_EQ(readers.at(i)->failure(), i == stays ? errc{} : errc::closed);
    }
}

TEST_F(AnswerHost, StopsTheModelWhenTheLastReaderLeaves)
{
    auto* const first = ask();
    auto* const second = ask();
    leave(*first);
    EXPECT_EQ(model_.streams(), 1U);
    leave(*second);
    EXPECT_EQ(model_.streams(), 0U);
}

TEST_F(AnswerHost, GoesOnForWhoJoinsWhileTheOnlyReaderIsLeaving)
{
    auto* const first = ask();
    say("one ");
    first->leave();  // before the loop has seen to it:
    const auto* const second = ask();
    say("two");
    finish_answers();
    expect_whole(*second, "one two");
}

TEST_F(AnswerHost, TellsEachReaderTheErrorOfTheModel)
{
    const auto* const first = ask();
    say("one ");
    const auto* const second = ask();
    say(error{errc::upstream_failed, "the model broke"});
    for (const auto* each : {first, second}) {
        EXPECT_EQ(each->failure(), errc::upstream_failed);
        EXPECT_EQ(each->taken.text(), "one ");
    }
    EXPECT_EQ(model_.streams(), 0U);
}

TEST_F(AnswerHost, TellsEachReaderThatTheModelRefused)
{
    queue_ = std::make_unique<admission::shared_queue>(admission::queue_limits{.served_max = 1});
    auto other = why();
    other.text = "something else?";
    ask(std::move(other), "b");
    const auto* const first = ask();
    const auto* const second = ask();
    model_.refusal = error{errc::upstream_rejected, "no"};
    finish_answers();
    EXPECT_EQ(first->failure(), errc::upstream_rejected);
    EXPECT_EQ(second->failure(), errc::upstream_rejected);
}

TEST_F(AnswerHost, TakesOnePlaceInTheQueueThatStaysWhenTheFirstLeaves)
{
    queue_ = std::make_unique<admission::shared_queue>(admission::queue_limits{.served_max = 1});
    auto other = why();
    other.text = "something else?";
    ask(std::move(other), "b");
    auto* const first = ask(why(), "a");
    const auto* const second = ask(why(), "c");
    auto last = why();
    last.text = "and this?";
    const auto* const behind = ask(std::move(last), "d");
    leave(*first);
    finish_answers();
    say("mine");
    EXPECT_EQ(second->taken.text(), "mine");
    EXPECT_EQ(behind->taken.text(), "");
    finish_answers();
    expect_whole(*second, "mine");
    EXPECT_EQ(model_.streams(), 1U) << "the next one's turn";
}

TEST_F(AnswerHost, GivesThePlaceInTheQueueUpWhenAllHaveLeft)
{
    queue_ = std::make_unique<admission::shared_queue>(admission::queue_limits{.served_max = 1});
    auto other = why();
    other.text = "something else?";
    ask(std::move(other), "b");
    auto* const first = ask();
    auto* const second = ask();
    leave(*second);
    leave(*first);
    finish_answers();
    EXPECT_EQ(model_.streams(), 0U);
}

TEST_F(AnswerHost, KeepsTheModelWaitingForAReaderWhoIsAlone)
{
    limit({.ahead_bytes_max = 1000, .patience = 0ms});
    auto* const reader = ask();
    reader->is_stalled = true;
    for (int i = 0; i < 100; ++i) say("word ");
    EXPECT_FALSE(reader->ended) << "nobody loses patience with it";
    EXPECT_GT(model_.unheard(), 90U);
    reader->is_stalled = false;
    reader->let_go->ring();
    settle();
    EXPECT_EQ(model_.unheard(), 0U);
    finish_answers();
    EXPECT_EQ(reader->taken.text().size(), 500U);
}

TEST_F(AnswerHost, GoesOnWithoutAReaderWhoHoldsUpTheOthersForTooLong)
{
    limit({.kept_bytes_max = 2000, .ahead_bytes_max = 1000, .behind_bytes_max = 5000, .patience = 0ms});
    auto* const slow = ask();
    const auto* const other = ask();
    slow->is_stalled = true;
    for (int i = 0; i < 100; ++i) say("word ");
    finish_answers();
    expect_whole(*other, std::string(other->taken.text()));
    EXPECT_EQ(other->taken.text().size(), 500U);
    slow->is_stalled = false;
    slow->let_go->ring();
    settle();
    EXPECT_EQ(slow->failure(), errc::timed_out);
    EXPECT_LT(slow->taken.text().size(), 500U);
}

TEST_F(AnswerHost, WaitsForASlowReaderWhileThereIsPatience)
{
    limit({.kept_bytes_max = 2000, .ahead_bytes_max = 1000, .behind_bytes_max = 5000, .patience = 1h});
    auto* const slow = ask();
    const auto* const other = ask();
    slow->is_stalled = true;
    for (int i = 0; i < 100; ++i) say("word ");
    EXPECT_GT(model_.unheard(), 50U);
    slow->is_stalled = false;
    slow->let_go->ring();
    settle();
    finish_answers();
    for (const auto* each : {static_cast<const asking*>(slow), other})
        EXPECT_EQ(each->taken.text().size(), 500U);
}

TEST_F(AnswerHost, LetsNobodyJoinWhenItsEventsAreTooManyToKeep)
{
    limit({.kept_bytes_max = 1000});
    ask();
    for (int i = 0; i < 10; ++i) say("word ");
    const auto* const late = ask();
    EXPECT_EQ(model_.streams(), 2U);
    say("new");
    finish_answers();
    expect_whole(*late, "new");
}

TEST_F(AnswerHost, LetsNobodyJoinWhenAllAnswersTogetherKeepTooMuch)
{
    limit({}, 1000);
    ask();
    for (int i = 0; i < 10; ++i) say("word ");
    ask();
    EXPECT_EQ(model_.streams(), 2U);
}

TEST_F(AnswerHost, ShowsHeldWordsToAllReaders)
{
    const auto* const first = ask();
    const auto* const second = ask();
    say("seen [");
    EXPECT_EQ(first->taken.text(), "seen ");
    beats_.tick(std::chrono::steady_clock::now() + 2s);
    settle();
    say("x");
    finish_answers();
    for (const auto* each : {first, second}) expect_whole(*each, "seen [x");
}

TEST_F(AnswerHost, EndsWhatIsLeftWhenTheServerStops)
{
    const auto* const reader = ask();
    stop_server();
    EXPECT_TRUE(reader->ended);
    EXPECT_EQ(model_.streams(), 0U);
}

}  // namespace
}  // namespace parley::server
