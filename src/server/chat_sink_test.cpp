#include "server/chat_sink.hpp"

#include "base/run_on_loop.hpp"
#include "server/chat.hpp"
#include "server/dialect_a.hpp"
#include "server/fake_exchange.hpp"
#include "server/test_events.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <gtest/gtest.h>

namespace parley::server {
namespace {

using namespace std::chrono_literals;

constexpr stream_times at_once{.head_hold = 0ms, .hold = 0ms, .heartbeat = 0s};

struct open_stream {
    explicit open_stream(stream_times times = at_once)
        : sink(out, std::make_unique<dialect_a>("null", rag::text_sources::send, "r"), beats, times)
    {
    }

    asio::io_context loop;
    fake_exchange out;
    heartbeat beats;
    chat_sink sink;

    result<void> send(rag::event what) { return run_on_loop(loop, sink.send(std::move(what))); }

    void tick(std::chrono::seconds from_now = 0s) { beats.tick(std::chrono::steady_clock::now() + from_now); }
};

TEST(ChatSink, SendsTheSourcesTogetherWithTheFirstWords)
{
    open_stream stream;
    ASSERT_TRUE(stream.send(two_sources()));
    EXPECT_TRUE(stream.out.writes.empty());
    ASSERT_TRUE(stream.send(rag::delta_event{"Hello"}));
    ASSERT_EQ(stream.out.writes.size(), 1U);
    EXPECT_NE(stream.out.writes[0].find("response.context"), std::string::npos);
    EXPECT_NE(stream.out.writes[0].find("Hello"), std::string::npos);
    EXPECT_EQ(stream.out.answered->headers.find("Content-Type"), "application/json-lines");
}

TEST(ChatSink, SendsWhatComesWithTheEndTogetherWithIt)
{
    open_stream stream;
    ASSERT_TRUE(stream.send(two_sources()));
    ASSERT_TRUE(stream.send(rag::delta_event{"Hello", true}));
    ASSERT_TRUE(stream.send(rag::done_event{"stop", {}, 0}));
    EXPECT_TRUE(stream.out.writes.empty());
    ASSERT_TRUE(run_on_loop(stream.loop, stream.sink.finish()));
    ASSERT_EQ(stream.out.writes.size(), 1U);
    EXPECT_NE(stream.out.writes[0].find("Hello"), std::string::npos);
    EXPECT_NE(stream.out.writes[0].find("finish_reason"), std::string::npos);
    EXPECT_TRUE(stream.out.finished);
}

struct halted_words final : rag::held_words {
    std::string release(deadline) override { return std::exchange(words, {}); }
    std::string words = "as [hand";
};

// A model that halted inside a marker kept its last words from the reader for as long as it was silent.
TEST(ChatSink, SendsWordsThatWereHeldForTooLong)
{
    open_stream stream;
    halted_words halted;
    stream.sink.watch(&halted);
    ASSERT_TRUE(stream.send(two_sources()));
    stream.tick();
    EXPECT_NE(stream.out.streamed().find("\"delta\":\"as [hand\""), std::string::npos)
        << stream.out.streamed();
    EXPECT_TRUE(stream.sink.has_words());
    stream.sink.watch(nullptr);
    halted.words = "gone";
    stream.tick();
    EXPECT_EQ(stream.out.streamed().find("gone"), std::string::npos);
}

TEST(ChatSink, SendsHeldSourcesWhenTheModelIsSlow)
{
    open_stream stream;
    ASSERT_TRUE(stream.send(two_sources()));
    stream.tick();
    ASSERT_FALSE(stream.out.writes.empty());
    EXPECT_NE(stream.out.writes[0].find("response.context"), std::string::npos);
}

// Clients that act on a 429 got a 200 with an error in it when the model took more than a second to say no.
TEST(ChatSink, KeepsTheHeadForAsLongAsItsClientsWaitForAStatus)
{
    open_stream stream({.head_hold = 10s, .hold = 1s, .heartbeat = 10s});
    ASSERT_TRUE(stream.send(two_sources()));
    stream.tick(9s);
    EXPECT_FALSE(stream.out.head_sent());
    stream.tick(11s);
    EXPECT_TRUE(stream.out.head_sent());
    EXPECT_NE(stream.out.streamed().find("response.context"), std::string::npos);
}

// With words there is a status, so they need not wait for as long as the head.
TEST(ChatSink, SendsWordsBeforeTheHeadsTimeIsOver)
{
    open_stream stream({.head_hold = 10s, .hold = 1s, .heartbeat = 10s});
    ASSERT_TRUE(stream.send(rag::delta_event{"Hello", true}));
    EXPECT_FALSE(stream.out.head_sent());
    stream.tick(2s);
    EXPECT_NE(stream.out.streamed().find("Hello"), std::string::npos);
}

TEST(ChatSink, BeatsWithAnEmptyLineWhileTheModelIsSilent)
{
    open_stream stream;
    ASSERT_TRUE(stream.send(rag::delta_event{"Hello"}));
    stream.tick();
    EXPECT_EQ(stream.out.writes.back(), "\n");
}

TEST(ChatSink, LosesNothingWhenTheReaderIsTooSlowForATick)
{
    open_stream stream;
    ASSERT_TRUE(stream.send(two_sources()));
    stream.out.reader_is_slow = true;
    stream.tick();
    EXPECT_TRUE(stream.out.writes.empty());
    ASSERT_TRUE(stream.send(rag::delta_event{"Hello"}));
    EXPECT_NE(stream.out.streamed().find("response.context"), std::string::npos);
}

TEST(ChatSink, TellsTheAnswerThatTheReaderLeft)
{
    open_stream stream;
    stream.out.reader_left = true;
    const auto sent = stream.send(rag::delta_event{"Hello"});
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, errc::closed);
}

TEST(ChatSink, EndsAFailedStreamWithTheErrorOnALineOfItsOwn)
{
    open_stream stream;
    ASSERT_TRUE(stream.send(rag::delta_event{"Hello"}));
    ASSERT_TRUE(run_on_loop(stream.loop, stream.sink.fail({errc::upstream_busy, "later", 12s}, "r-7")));
    EXPECT_EQ(stream.out.writes.back(),
              "{\"error\":\"later\",\"code\":\"rate_limited\",\"request_id\":\"r-7\",\"retry_after\":12,"
              "\"sequence_number\":1}\n");
    EXPECT_TRUE(stream.out.finished);
}

// Fakes of what rag/ is given: retrieval that finds nothing, a writer that fails at a chosen piece.
class finds_nothing final : public retrieval::retriever {
    asio::awaitable<result<std::vector<retrieval::passage>>> search(retrieval::search_request,
                                                                    deadline) override
    {
        co_return std::vector<retrieval::passage>{};
    }
};

using finish_reason = std::optional<std::string>;

class failing_stream final : public openai::chat_stream {
public:
    failing_stream(int good_pieces, finish_reason of_the_last, errc how)
        : left_(good_pieces), reason_(of_the_last), how_(how)
    {
    }
    asio::awaitable<result<std::unique_ptr<openai::chat_piece>>> next() override
    {
        if (left_-- <= 0) co_return error{how_, "the model stopped in the middle"};
        auto piece = std::make_unique<openai::chat_piece>();
        piece->text = "word ";
        if (left_ == 0) piece->finish_reason = reason_;
        co_return piece;
    }

private:
    int left_;
    finish_reason reason_;
    errc how_;
};

class failing_writer final : public rag::writer {
public:
    failing_writer(int good_pieces, finish_reason of_the_last, errc how = errc::closed)
        : good_pieces_(good_pieces), reason_(of_the_last), how_(how)
    {
    }
    std::string_view name() const override { return "fake"; }
    asio::awaitable<result<std::unique_ptr<openai::chat_stream>>> start(rag::writing_task, deadline) override
    {
        if (good_pieces_ < 0) co_return error{errc::upstream_busy, "the model is busy", 12s};
        co_return std::unique_ptr<openai::chat_stream>(
            std::make_unique<failing_stream>(good_pieces_, reason_, how_));
    }

private:
    int good_pieces_;
    finish_reason reason_;
    errc how_;
};

http::request question()
{
    http::request request;
    request.headers.set("Content-Type", "application/json");
    request.body = R"({"messages":[{"role":"user","content":"why?"}]})";
    request.id = "r-1";
    request.until = deadline_after(10s);
    return request;
}

result<void> ask(fake_exchange& out, int good_pieces, finish_reason of_the_last = {}, errc how = errc::closed)
{
    asio::io_context loop;
    heartbeat beats;
    no_log log;
    finds_nothing find;
    failing_writer write(good_pieces, std::move(of_the_last), how);
    return run_on_loop(loop, stream_chat({{find, write}, beats, log}, question(), out));
}

TEST(ChatStream, AModelThatSaysNoAtOnceBecomesAStatus)
{
    fake_exchange out;
    const auto answered = ask(out, -1);
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().code, errc::upstream_busy);
    EXPECT_FALSE(out.head_sent());
}

TEST(ChatStream, AModelThatStopsInTheMiddleLeavesItsTextAndAnErrorLine)
{
    fake_exchange out;
    EXPECT_TRUE(ask(out, 2));
    EXPECT_NE(out.streamed().find("word "), std::string::npos);
    EXPECT_NE(out.writes.back().find(R"("error":"the model stopped in the middle")"), std::string::npos);
    EXPECT_TRUE(out.finished);
}

TEST(ChatStream, TheErrorLineSaysNothingOfTheMachine)
{
    fake_exchange out;
    EXPECT_TRUE(ask(out, 1, {}, errc::authentication_failed));
    EXPECT_NE(out.writes.back().find(R"("error":"The server could not log in)"), std::string::npos);
    EXPECT_NE(out.writes.back().find(R"("code":"authentication_failed")"), std::string::npos);
}

class never_answers final : public retrieval::retriever {
    asio::awaitable<result<std::vector<retrieval::passage>>> search(retrieval::search_request,
                                                                    deadline) override
    {
        asio::steady_timer never(co_await asio::this_coro::executor, deadline::max());
        co_await never.async_wait(asio::use_awaitable);
        co_return std::vector<retrieval::passage>{};
    }
};

// A client gives up on a stream that is silent, and knew nothing of one whose retrieval took long.
TEST(ChatStream, BeginsAndBeatsWhileRetrievalTakesLong)
{
    asio::io_context loop;
    heartbeat beats;
    no_log log;
    never_answers find;
    failing_writer write(1, {});
    fake_exchange out;
    asio::cancellation_signal stop;
    const auto ended = [](std::exception_ptr, result<void>) {};
    asio::co_spawn(
        loop,
        stream_chat({{find, write}, beats, log, {}, {.head_hold = 1s, .hold = 1s, .heartbeat = 10s}},
                    question(), out),
        asio::bind_cancellation_slot(stop.slot(), ended));
    loop.poll();
    const auto now = std::chrono::steady_clock::now();
    beats.tick(now);
    EXPECT_TRUE(out.writes.empty());
    beats.tick(now + 1s);
    EXPECT_EQ(out.writes, std::vector<std::string>{"\n"});
    ASSERT_TRUE(out.answered);
    EXPECT_EQ(out.answered->status, 200U);
    beats.tick(now + 5s);
    EXPECT_EQ(out.writes.size(), 1U);
    beats.tick(now + 11s);
    EXPECT_EQ(out.writes.size(), 2U);
    stop.emit(asio::cancellation_type::terminal);
    loop.run();
}

// Its only words were held for the end, and no head was out: they are not lost to a status.
TEST(ChatStream, AModelThatFailsBehindItsLastWordsLeavesThemAndAnErrorLine)
{
    fake_exchange out;
    EXPECT_TRUE(ask(out, 1, "stop"));
    EXPECT_NE(out.streamed().find("word "), std::string::npos);
    EXPECT_NE(out.streamed().find(R"("error":"the model stopped in the middle")"), std::string::npos);
    EXPECT_TRUE(out.finished);
}

}  // namespace
}  // namespace parley::server
