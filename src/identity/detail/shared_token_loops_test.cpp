#include "identity/detail/shared_token.hpp"
#include "identity/testing/cached.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using testing::answering;
using testing::cached;
using testing::caller;
using testing::for_scope;
using testing::got_token;
using testing::scripted_credential;
using testing::scripted_host;

TEST(SharedTokenLoops, DoesNotFailTheOthersWhenTheFirstCallerLeaves)
{
    cached with;
    with.source->mode = answering::when_released;
    caller first(with);
    caller second(with);
    with.loop.poll();
    first.stop.emit(asio::cancellation_type::terminal);
    with.loop.poll();
    EXPECT_EQ(first.got->error().code, errc::cancelled);
    with.source->release();
    with.loop.run();
    EXPECT_EQ((**second.got)->text.reveal(), "1");
    EXPECT_EQ(with.source->calls(), 1);
}

TEST(SharedTokenLoops, StopsTheFetchWhenTheLastCallerLeaves)
{
    cached with;
    with.source->mode = answering::when_released;
    caller first(with);
    caller second(with);
    with.loop.poll();
    first.stop.emit(asio::cancellation_type::terminal);
    second.stop.emit(asio::cancellation_type::terminal);
    with.loop.run();
    EXPECT_EQ(second.got->error().code, errc::cancelled);
    EXPECT_EQ(with.source->cancelled, 1);
}

// A credential that goes from wait to wait, as one of several HTTP calls does: a stop may come between two.
class busy_credential final : public token_credential {
public:
    std::string_view name() const override { return "BusyCredential"; }
    asio::awaitable<result<access_token>> get_token(token_request, deadline) override
    {
        const auto loop = co_await asio::this_coro::executor;
        for (int wait = 0; wait < 30; ++wait) co_await asio::post(loop, asio::use_awaitable);
        co_return access_token{secret("late"), {}};
    }
};

// The exception of the second wait ended the loop of whoever had asked first, and the server with it.
TEST(SharedTokenLoops, AFetchThatIsStoppedBetweenTwoWaitsEndsNoLoop)
{
    scripted_host machine;
    no_log log;
    token_cache cache(std::make_shared<busy_credential>(), machine, log);
    asio::io_context loop(1);
    asio::cancellation_signal leave;
    std::optional<got_token> got;
    const auto tokens = cache.tokens_for(for_scope());
    asio::co_spawn(loop, tokens->get(deadline_after(30s)),
                   asio::bind_cancellation_slot(
                       leave.slot(), [&](std::exception_ptr, got_token answer) { got = std::move(answer); }));
    for (int step = 0; step < 8; ++step) loop.run_one();
    leave.emit(asio::cancellation_type::terminal);
    EXPECT_NO_THROW(loop.run());
    ASSERT_TRUE(got);
    EXPECT_EQ(got->error().code, errc::cancelled);
}

TEST(SharedTokenLoops, BeginsAnewForACallerThatComesWhileAFetchIsBeingStopped)
{
    cached with;
    with.source->mode = answering::when_released;
    caller first(with);
    with.loop.poll();
    first.stop.emit(asio::cancellation_type::terminal);
    with.loop.poll_one();
    caller second(with);
    with.loop.poll();
    with.source->release();
    with.loop.run();
    EXPECT_EQ((**second.got)->text.reveal(), "2");
}

TEST(SharedTokenLoops, DoesNotStopRenewingWhenItsCallerIsGone)
{
    cached with;
    with.get();
    with.machine.pass_time(3400s);
    with.source->mode = answering::when_released;
    {
        caller first(with);
        with.loop.poll();
        first.stop.emit(asio::cancellation_type::terminal);
        with.loop.poll();
    }
    with.source->release();
    with.loop.run();
    EXPECT_EQ(with.source->cancelled, 0);
    EXPECT_EQ(with.text_at_hand(), "2");
}

TEST(SharedTokenLoops, LetsEachCallerLeaveAtItsOwnDeadline)
{
    cached with;
    with.source->mode = answering::when_released;
    caller patient(with);
    caller hurried(with, deadline_after(0s));
    with.loop.poll();
    EXPECT_EQ(hurried.got->error().code, errc::timed_out);
    EXPECT_FALSE(patient.got);
    with.source->release();
    with.loop.run();
    EXPECT_TRUE(*patient.got);
}

TEST(SharedTokenLoops, CancelsTheOthersWhenTheFetchingLoopIsDestroyed)
{
    cached with;
    with.source->mode = answering::when_released;
    std::optional<got_token> got;
    {
        asio::io_context doomed(1);
        asio::co_spawn(doomed, with.tokens->get(deadline_after(30s)),
                       [](std::exception_ptr, const got_token&) {});
        doomed.poll();
        asio::co_spawn(with.loop, with.tokens->get(deadline_after(30s)),
                       [&](std::exception_ptr, got_token answer) { got = std::move(answer); });
        with.loop.poll();
    }
    with.loop.restart();
    with.loop.run();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->error().code, errc::cancelled);
    with.source->mode = answering::at_once;
    EXPECT_EQ(with.text(), "2");
}

asio::awaitable<void> ask_often(std::shared_ptr<bearer_tokens> tokens, std::atomic<int>& answered)
{
    for (int i = 0; i < 200; ++i) {
        auto token = tokens->at_hand();
        if (!token) {
            auto fetched = co_await tokens->get(deadline_after(30s));
            if (!fetched) co_return;
            token = *fetched;
        }
        if (i % 50 == 0) tokens->reject(*token);
        answered += 1;
    }
}

TEST(SharedTokenLoops, IsSharedByTwoLoops)
{
    scripted_host machine;
    kept_log log;
    const auto source = std::make_shared<scripted_credential>([&](int call, const token_request&) {
        return access_token{secret(std::to_string(call)), machine.wall_now() + 3600s};
    });
    token_cache cache(source, machine, log);
    std::atomic<int> answered{0};
    const auto serve = [&] {
        asio::io_context loop(1);
        for (int i = 0; i < 50; ++i)
            asio::co_spawn(loop, ask_often(cache.tokens_for(for_scope()), answered),
                           [](std::exception_ptr) {});
        loop.run();
    };
    std::thread one(serve);
    std::thread other(serve);
    one.join();
    other.join();
    EXPECT_EQ(answered, 2 * 50 * 200);
    EXPECT_EQ(cache.size(), 1U);
}

TEST(SharedTokenLoops, AnswersWaitersOnAnotherLoop)
{
    cached with;
    with.source->mode = answering::when_released;
    caller first(with);
    with.loop.poll();
    std::atomic<int> answered{0};
    std::atomic<int> asked{0};
    std::thread other([&] {
        asio::io_context loop(1);
        for (int i = 0; i < 100; ++i) {
            asio::co_spawn(loop, with.tokens->get(deadline_after(30s)),
                           [&](std::exception_ptr, const got_token& got) { answered += got ? 1 : 0; });
            loop.poll();
        }
        asked = 1;
        asked.notify_one();
        loop.run();
    });
    asked.wait(0);
    with.source->release();
    with.loop.run();
    other.join();
    EXPECT_EQ(answered, 100);
    EXPECT_EQ(with.source->calls(), 1);
}

}  // namespace
}  // namespace parley::identity
