#include "rag/answer.hpp"
#include "rag/answer_fixture.hpp"

namespace parley::rag {
namespace {

TEST_F(Answer, TellsWhatItDoesWhenAskedTo)
{
    say("It is 25 days [a.pdf#page=1].");
    end_with("stop");
    asked_.steps = process::shown;
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.order(), "pppspde");
    const auto step = [this](std::size_t i) { return std::get<process_event>(sink_.events.at(i)); };
    EXPECT_EQ(step(0).step, process_step::question);
    EXPECT_EQ(step(1).step, process_step::query);
    EXPECT_EQ(step(1).state, process_state::skipped);
    EXPECT_EQ(std::get<query_known>(step(1).data).query, asked_.text);
    EXPECT_EQ(std::get<sources_found>(step(2).data).count, 2U);
    EXPECT_EQ(std::get<sources_found>(step(2).data).shown.at(0).citation, "a.pdf#page=1");
    EXPECT_EQ(step(4).state, process_state::started);
    EXPECT_EQ(std::get<writer_asked>(step(4).data).name, "test-model");
}

TEST_F(Answer, TellsEachWaitForTheModelAndItsEnd)
{
    model_.setbacks = {{errc::upstream_busy, std::chrono::milliseconds(40), 2, "m"},
                       {errc::unreachable, std::chrono::milliseconds(0), 3, "other"}};
    end_with("stop");
    asked_.steps = process::shown;
    ASSERT_TRUE(run().has_value());
    ASSERT_EQ(sink_.order(), "pppspppppe");
    const auto step = [this](std::size_t i) { return std::get<process_event>(sink_.events.at(i)); };
    for (const auto& [at, state, reason] : {std::tuple{5, process_state::started, "rate_limited"},
                                            {6, process_state::done, "rate_limited"},
                                            {7, process_state::started, "unreachable"},
                                            {8, process_state::done, "unreachable"}}) {
        const auto told = step(static_cast<std::size_t>(at));
        EXPECT_EQ(told.step, process_step::retry);
        EXPECT_EQ(told.state, state);
        EXPECT_EQ(std::get<try_again>(told.data).reason, reason);
    }
    EXPECT_EQ(std::get<try_again>(step(7).data).model, "other");
}

TEST_F(Answer, TellsThatTheLastTryFailed)
{
    model_.setbacks = {{errc::upstream_busy, std::chrono::milliseconds(40), 2, "m"}};
    model_.refusal = error{errc::upstream_busy, "busy"};
    asked_.steps = process::shown;
    EXPECT_FALSE(run());
    EXPECT_EQ(std::get<process_event>(sink_.events.back()).state, process_state::failed);
}

TEST_F(Answer, KeepsWaitsToItselfWhenNobodyAsked)
{
    model_.setbacks = {{errc::upstream_busy, std::chrono::milliseconds(40), 2, "m"}};
    end_with("stop");
    ASSERT_TRUE(run().has_value());
    EXPECT_EQ(sink_.order(), "se");
}

}  // namespace
}  // namespace parley::rag
