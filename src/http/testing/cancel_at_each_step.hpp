// For tests: cancels one call after each step of its loop in turn, and looks at how it ends.
//
// A scenario is made anew for each step. It has
//     asio::io_context loop;
//     asio::awaitable<result<void>> work();  // the call
//     std::string stage() const;             // how far it has come, in words
//     asio::awaitable<bool> is_clean();      // after it was cancelled: whether nothing is left of it
//     asio::awaitable<bool> stop();          // ends what else runs on the loop
//     bool may_succeed() const;              // optional: whether the call could still succeed just now
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace parley::http::testing {

// A loop without a step for so long waits for something that the scenario never does.
constexpr std::chrono::milliseconds standstill{300};
constexpr int steps_to_end_max = 100;    // of the loop, peers included; a wait for a timer would be none
constexpr int steps_of_last_words = 20;  // of a call that had its answer already, and of its peers
constexpr std::chrono::seconds end_max{5};

class cancelled_call {
public:
    template <class Scenario>
    cancelled_call(Scenario& scenario, int steps)
    {
        asio::co_spawn(scenario.loop, scenario.work(),
                       asio::bind_cancellation_slot(stop_.slot(),
                                                    [this](std::exception_ptr thrown, result<void> outcome) {
                                                        ended_ = true;
                                                        if (thrown || !outcome)
                                                            failure_ = code_of(thrown, outcome);
                                                    }));
        for (int i = 0; i < steps && !ended_ && !stands_still_; ++i)
            stands_still_ = scenario.loop.run_one_for(standstill) == 0;
        ended_before_ = ended_;
        if (ended_) return;
        stage_ = scenario.stage();
        if constexpr (requires { scenario.may_succeed(); }) may_succeed_ = scenario.may_succeed();
        const auto begin = std::chrono::steady_clock::now();
        stop_.emit(asio::cancellation_type::terminal);
        for (; steps_to_end_ < steps_to_end_max && !ended_; ++steps_to_end_)
            scenario.loop.run_one_for(end_max);
        EXPECT_TRUE(ended_) << "cancelled while " << stage_;
        EXPECT_LT(std::chrono::steady_clock::now() - begin, end_max) << "cancelled while " << stage_;
    }

    bool is_last() const { return ended_before_ || stands_still_; }
    bool ended_before() const { return ended_before_; }
    const std::string& stage() const { return stage_; }

    // Its last step of all may have been behind it, with nothing left to cancel.
    bool was_cancelled() const
    {
        if (failure_) return *failure_ == errc::cancelled;
        return may_succeed_ && steps_to_end_ <= steps_of_last_words;
    }

private:
    // Asio says that a coroutine was cancelled by an exception of its own.
    static errc code_of(const std::exception_ptr& thrown, const result<void>& outcome)
    {
        if (!thrown) return outcome.error().code;
        try {
            std::rethrow_exception(thrown);
        } catch (const boost::system::system_error& e) {
            if (e.code() == asio::error::operation_aborted) return errc::cancelled;
            throw;
        }
    }

    asio::cancellation_signal stop_;  // the loop may still pass it on when the call has ended
    bool ended_ = false;
    bool ended_before_ = false;
    bool stands_still_ = false;
    bool may_succeed_ = true;
    std::string stage_;
    int steps_to_end_ = 0;
    std::optional<errc> failure_;
};

// Whatever else runs on the loop goes on afterwards.
inline bool run_until_it_ends(asio::io_context& loop, asio::awaitable<bool> work)
{
    std::optional<bool> outcome;
    asio::co_spawn(loop, std::move(work),
                   [&outcome](std::exception_ptr thrown, bool value) { outcome = !thrown && value; });
    loop.restart();
    while (!outcome && loop.run_one_for(end_max * 2) != 0) {
    }
    return outcome.value_or(false);
}

// Ends when the call does, or when it waits for ever. Gives the stages at which it was cancelled.
template <class Scenario>
std::set<std::string> cancel_at_each_step(const std::function<std::unique_ptr<Scenario>()>& make)
{
    std::set<std::string> stages;
    for (int steps = 0;; ++steps) {
        const auto scenario = make();
        const cancelled_call call(*scenario, steps);
        if (!call.ended_before()) {
            stages.insert(call.stage());
            EXPECT_TRUE(call.was_cancelled()) << "while " << call.stage();
            EXPECT_TRUE(run_until_it_ends(scenario->loop, scenario->is_clean())) << "while " << call.stage();
        }
        EXPECT_TRUE(run_until_it_ends(scenario->loop, scenario->stop()));
        scenario->loop.restart();
        scenario->loop.run();
        if (call.is_last() || ::testing::Test::HasFailure()) return stages;
    }
}

}  // namespace parley::http::testing
