#include "mock/player.hpp"

#include "base/run_on_loop.hpp"
#include "mock/wire/listed_script.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

// Remembers what a player did, and when by the stage's clock.
class seen_exchange final : public http::exchange {
public:
    asio::awaitable<result<void>> send(http::response answer) override
    {
        sent = std::move(answer);
        co_return result<void>{};
    }
    asio::awaitable<result<void>> send_static(http::static_response) override { co_return result<void>{}; }
    asio::awaitable<result<void>> send_file(http::file_response) override { co_return result<void>{}; }
    void begin_stream(unsigned, http::fields) override { begun = true; }
    asio::awaitable<result<void>> write(std::string_view bytes) override
    {
        if (writes.size() == writes_max) co_return error{errc::closed, "the reader left"};
        writes.emplace_back(bytes);
        co_return result<void>{};
    }
    bool nudge(std::string_view) override { return false; }
    asio::awaitable<result<void>> finish(std::string_view last) override
    {
        if (!last.empty()) writes.emplace_back(last);
        finished = true;
        co_return result<void>{};
    }
    void cut(http::cut_how how) override { was_cut = how; }
    bool head_sent() const override { return !writes.empty(); }

    std::optional<http::response> sent;
    std::vector<std::string> writes;
    std::size_t writes_max = 1'000'000;
    std::optional<http::cut_how> was_cut;
    bool begun = false;
    bool finished = false;
};

// Time that passes by waiting only, unless a test makes it run ahead.
class still_stage final : public stage {
public:
    deadline now() const override { return now_; }
    asio::awaitable<void> wait_until(deadline until) override
    {
        waits.push_back(until - began);
        now_ = until + overslept;
        co_return;
    }
    asio::awaitable<void> wait_at(pause_point point) override
    {
        points.emplace_back(point.name);
        co_return;
    }

    deadline began{};
    std::vector<std::chrono::nanoseconds> waits;  // since the beginning
    std::vector<std::string> points;
    std::chrono::nanoseconds overslept{};

private:
    deadline now_{};
};

struct performed {
    seen_exchange out;
    still_stage on;
    played report;
    result<void> outcome;
};

void perform(performed& all, std::vector<step> steps, std::string bytes = "x")
{
    asio::io_context loop;
    listed_script what(std::move(steps), std::move(bytes));
    auto work = play(what, all.out, all.on, "", all.report);
    all.outcome = run_on_loop(loop, std::move(work));
}

TEST(Player, SendsAWholeAnswerAtOnce)
{
    performed all;
    perform(all, {send_head{.status = 429, .body = "no"}, ending::whole});
    EXPECT_EQ(all.out.sent->status, 429U);
    EXPECT_EQ(all.out.sent->body, "no");
    EXPECT_FALSE(all.out.begun);
    EXPECT_TRUE(all.report.ended);
    EXPECT_EQ(all.report.bytes, 2U);
}

TEST(Player, JoinsEventsThatAreDueAtTheSameTimeWithTheEnd)
{
    performed all;
    perform(all, {send_head{}, send_bytes{}, send_bytes{}, send_bytes{}, ending::whole});
    EXPECT_EQ(all.out.writes, std::vector<std::string>{"xxx"});
    EXPECT_TRUE(all.out.finished);
    EXPECT_EQ(all.report.writes, 1U);
}

TEST(Player, WritesMoreThanTheKernelTakesInParts)
{
    performed all;
    perform(all, {send_head{}, send_bytes{}, send_bytes{}, send_bytes{}, ending::whole},
            std::string(10'000, 'x'));
    ASSERT_EQ(all.out.writes.size(), 2U);
    EXPECT_EQ(all.out.writes[0].size(), 20'000U);
    EXPECT_EQ(all.report.bytes, 30'000U);
}

TEST(Player, WaitsForPointsInTimeThatAddUp)
{
    performed all;
    perform(all, {wait_for{100ms}, send_head{}, send_bytes{}, wait_for{20ms}, send_bytes{}, wait_for{20ms},
                  send_bytes{}, ending::whole});
    EXPECT_EQ(all.on.waits, (std::vector<std::chrono::nanoseconds>{100ms, 120ms, 140ms}));
    EXPECT_EQ(all.out.writes, (std::vector<std::string>{"x", "x", "x"}));
    EXPECT_EQ(all.report.late, 0U);
}

// One late wake-up makes no later event late, and what is overdue by then goes out together.
TEST(Player, CatchesUpWhenItIsLateAndCountsIt)
{
    performed all;
    all.on.overslept = 50ms;
    perform(all, {send_head{}, wait_for{20ms}, send_bytes{}, wait_for{20ms}, send_bytes{}, wait_for{20ms},
                  send_bytes{}, wait_for{100ms}, send_bytes{}, ending::whole});
    EXPECT_EQ(all.on.waits, (std::vector<std::chrono::nanoseconds>{20ms, 160ms}));
    EXPECT_EQ(all.out.writes, (std::vector<std::string>{"", "xxx", "x"}));
    EXPECT_EQ(all.report.late, 2U);
}

TEST(Player, ShowsAllBeforeAPauseAndGoesOnAfterIt)
{
    performed all;
    perform(all, {send_head{}, send_bytes{}, pause_at{"half"}, send_bytes{}, ending::whole});
    EXPECT_EQ(all.on.points, std::vector<std::string>{"half"});
    EXPECT_EQ(all.out.writes, (std::vector<std::string>{"x", "x"}));
}

TEST(Player, PausesBeforeTheHeadWithoutSendingAny)
{
    performed all;
    perform(all, {pause_at{"before"}, send_head{.body = "{}"}, ending::whole});
    EXPECT_TRUE(all.out.writes.empty());
    EXPECT_EQ(all.out.sent->body, "{}");
}

TEST(Player, DripsByteByByte)
{
    performed all;
    perform(all, {send_head{}, send_bytes{}, drip{10ms}, send_bytes{}, ending::whole}, "abc");
    EXPECT_EQ(all.out.writes, (std::vector<std::string>{"abc", "a", "b", "c"}));
    EXPECT_EQ(all.on.waits.size(), 3U);
    EXPECT_TRUE(all.out.finished);
}

TEST(Player, CutsTheConnectionWithWhatWasSaidBefore)
{
    for (const auto& [how, cut] :
         {std::pair(ending::cut, http::cut_how::in_order), std::pair(ending::reset, http::cut_how::reset)}) {
        performed all;
        perform(all, {send_head{}, send_bytes{}, how});
        EXPECT_EQ(all.out.writes, std::vector<std::string>{"x"});
        EXPECT_EQ(all.out.was_cut, cut);
        EXPECT_FALSE(all.out.finished);
        EXPECT_EQ(all.report.how, how);
    }
}

TEST(Player, SendsTheHeadBeforeACutBehindIt)
{
    performed all;
    perform(all, {send_head{}, ending::reset});
    EXPECT_EQ(all.out.writes, std::vector<std::string>{""});
}

TEST(Player, CutsWithoutAHeadWhenNoneWasSaid)
{
    performed all;
    perform(all, {ending::reset});
    EXPECT_TRUE(all.out.writes.empty());
    EXPECT_EQ(all.out.was_cut, http::cut_how::reset);
}

TEST(Player, StallsUntilTheReaderLeaves)
{
    asio::io_context loop;
    performed all;
    listed_script what({send_head{}, send_bytes{}, ending::stall}, "x");
    asio::cancellation_signal leave;
    bool was_cancelled = false;
    asio::co_spawn(loop, play(what, all.out, all.on, "", all.report),
                   asio::bind_cancellation_slot(leave.slot(), [&](std::exception_ptr thrown, result<void>) {
                       was_cancelled = thrown != nullptr;
                   }));
    loop.poll();
    EXPECT_EQ(all.out.writes, std::vector<std::string>{"x"});
    EXPECT_FALSE(was_cancelled);
    leave.emit(asio::cancellation_type::terminal);
    loop.poll();
    EXPECT_TRUE(was_cancelled);
    EXPECT_FALSE(all.report.ended);  // so the journal tells of a reader who left
}

TEST(Player, SaysThatTheReaderLeft)
{
    performed all;
    all.out.writes_max = 1;
    perform(all, {send_head{}, send_bytes{}, wait_for{1ms}, send_bytes{}, wait_for{1ms}, send_bytes{},
                  ending::whole});
    ASSERT_FALSE(all.outcome);
    EXPECT_EQ(all.outcome.error().code, errc::closed);
    EXPECT_FALSE(all.report.ended);
}

}  // namespace
}  // namespace parley::mock
