// The whole mock over real sockets, on the loop of the test.
#include "mock/test_talk.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

asio::awaitable<void> answers_both_ways(talk& with)
{
    const auto whole = co_await ask(with, "/v1/chat/completions", ask_hello);
    EXPECT_EQ(whole.status, 200U);
    EXPECT_NE(whole.body.find(R"("content":"Good day to you")"), std::string::npos) << whole.body;
    const auto streamed = co_await ask(with, "/v1/chat/completions", stream_hello);
    EXPECT_EQ(streamed.status, 200U);
    EXPECT_NE(streamed.body.find(R"("content":"Good day")"), std::string::npos) << streamed.body;
    EXPECT_TRUE(streamed.body.ends_with("data: [DONE]\n\n")) << streamed.body;
    EXPECT_EQ(with.server->state().counts.answered, 2U);
    EXPECT_TRUE(with.server->sum_up().problems.empty());
    co_await stop(with);
}

TEST(MockServer, AnswersStreamedAndNot)
{
    talk with(
        "  - when: {last_user: hello}\n    reply: {text: Good day to you, chunking: [Good day, ' to "
        "you']}\n");
    with.run(answers_both_ways);
}

asio::awaitable<void> refuses_what_nothing_matches(talk& with)
{
    const auto missed = co_await ask(with, "/v1/chat/completions", ask_hello);
    EXPECT_EQ(missed.status, 501U);
    EXPECT_NE(missed.body.find("mock_no_match"), std::string::npos);
    EXPECT_NE(missed.body.find(R"("nearest":"bye")"), std::string::npos) << missed.body;
    const auto lost = co_await ask(with, "/v2/chat", ask_hello);
    EXPECT_EQ(lost.status, 501U);
    EXPECT_NE(lost.body.find("There is no API at /v2/chat"), std::string::npos) << lost.body;
    EXPECT_EQ(with.server->sum_up().problems.size(), 2U);
    co_await stop(with);
}

TEST(MockServer, AnswersWhatNothingMatchesWithAnErrorThatSaysWhy)
{
    talk with("  - {name: bye, when: {last_user: bye}, reply: Bye}\n");
    with.run(refuses_what_nothing_matches);
}

asio::awaitable<void> waits_at_a_pause(talk& with)
{
    auto wanted = with.request("/v1/chat/completions", stream_hello);
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(30s));
    if (!answer) co_return;
    std::string text;
    while (text.find("First") == std::string::npos) {
        auto more = co_await (*answer)->read();
        if (!more || !*more) break;
        text += **more;
    }
    EXPECT_EQ(text.find("second"), std::string::npos) << text;
    while (with.server->state().stage.paused().empty()) co_await asio::post(asio::use_awaitable);
    const auto released = co_await ask(with, "/__mock/pauses", R"({"release":"half"})");
    EXPECT_EQ(released.body, "{\"released\":1}\n");
    for (;;) {
        auto more = co_await (*answer)->read();
        if (!more || !*more) break;
        text += **more;
    }
    EXPECT_NE(text.find("second"), std::string::npos) << text;
    co_await stop(with);
}

TEST(MockServer, WaitsAtANamedPointUntilItIsReleased)
{
    talk with(
        "  - reply: {text: First second, pauses: [{name: half, after: First}], chunking: {by: words}}\n");
    with.run(waits_at_a_pause);
}

asio::awaitable<void> read_until(http::client_response& answer, std::string& text, std::string_view wanted)
{
    while (text.find(wanted) == std::string::npos) {
        auto more = co_await answer.read();
        if (!more || !*more) co_return;
        text += **more;
    }
}

asio::awaitable<void> goes_by_the_virtual_clock(talk& with)
{
    auto wanted = with.request("/v1/chat/completions", stream_hello);
    auto& stage = with.server->state().stage;
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(30s));
    if (!answer) co_return;
    std::string text;
    co_await read_until(**answer, text, "one");
    while (stage.waiting_for_time() == 0) co_await asio::post(asio::use_awaitable);
    stage.advance(1h - 1ns);
    for (int i = 0; i < 10; ++i) co_await asio::post(asio::use_awaitable);
    EXPECT_EQ(stage.waiting_for_time(), 1U);
    EXPECT_EQ(text.find("two"), std::string::npos) << text;
    stage.advance(1ns);
    co_await read_until(**answer, text, "[DONE]");
    EXPECT_NE(text.find("two"), std::string::npos) << text;
    co_await stop(with);
}

TEST(MockServer, LetsTimePassOnlyWhenToldToWithAVirtualClock)
{
    mock_settings settings;
    settings.clock = clock_kind::virtual_time;
    talk with("  - reply: {text: one two, chunking: {by: words}, timing: {per_event_ms: 3600000}}\n",
              settings);
    with.run(goes_by_the_virtual_clock);
}

asio::awaitable<void> leaves_in_the_middle(talk& with)
{
    auto wanted = with.request("/v1/chat/completions", stream_hello);
    {
        auto answer = co_await with.client->start(std::move(wanted), deadline_after(30s));
        if (!answer) co_return;
        auto first = co_await (*answer)->read();
        EXPECT_TRUE(first.has_value());
    }
    const auto& entry = with.server->state().kept.entries().front();
    while (!entry->took) co_await asio::post(asio::use_awaitable);
    EXPECT_TRUE(entry->reader_left);
    EXPECT_GT(entry->answer.bytes, 0U);
    EXPECT_EQ(with.server->state().counts.readers_left, 1U);
    co_await stop(with);
}

TEST(MockServer, WritesDownThatTheReaderLeft)
{
    talk with("  - reply: {text: one two, pauses: [{name: half, after: one}]}\n");
    with.run(leaves_in_the_middle);
}

asio::awaitable<std::unique_ptr<http::client_response>> start_in_scope(talk& with, std::string scope)
{
    auto wanted = with.request("/v1/chat/completions", stream_hello);
    wanted.headers.set("X-Mock-Scope", scope);
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(30s));
    if (!answer) throw std::runtime_error(answer.error().detail);
    co_return std::move(*answer);
}

asio::awaitable<void> pauses_apart(talk& with)
{
    auto& stage = with.server->state().stage;
    const auto one = co_await start_in_scope(with, "one");
    const auto two = co_await start_in_scope(with, "two");
    while (stage.paused()["half"] < 2) co_await asio::post(asio::use_awaitable);
    EXPECT_EQ(stage.paused("one"), (std::map<std::string, std::size_t>{{"half", 1}}));
    const auto released = co_await ask(with, "/__mock/pauses?scope=one", R"({"release":"half"})");
    EXPECT_EQ(released.body, "{\"released\":1}\n");
    std::string text;
    co_await read_until(*one, text, "[DONE]");
    EXPECT_NE(text.find("second"), std::string::npos) << text;
    EXPECT_EQ(stage.paused(), (std::map<std::string, std::size_t>{{"half", 1}}));

    co_await ask(with, "/__mock/pauses?scope=three", R"({"release":"half"})");  // before it comes there
    const auto three = co_await start_in_scope(with, "three");
    text.clear();
    co_await read_until(*three, text, "[DONE]");
    EXPECT_NE(text.find("second"), std::string::npos) << text;
    EXPECT_EQ(stage.paused("two").size(), 1U);
    co_await ask(with, "/__mock/pauses", R"({"release":"half"})");
    text.clear();
    co_await read_until(*two, text, "[DONE]");
    co_await stop(with);
}

// Two tests in parallel that use the same name released each other's answers.
TEST(MockServer, ReleasesAPauseOfOneScopeAlone)
{
    talk with(
        "  - reply: {text: First second, pauses: [{name: half, after: First}], chunking: {by: words}}\n");
    with.run(pauses_apart);
}

asio::awaitable<void> is_slower_beside_another(talk& with)
{
    auto& stage = with.server->state().stage;
    auto held =
        co_await with.client->start(with.request("/v1/chat/completions", stream_hello), deadline_after(30s));
    if (!held) co_return;
    while (stage.paused().empty()) co_await asio::post(asio::use_awaitable);
    bool is_answered = false;
    const auto note = [&is_answered](std::exception_ptr thrown, const heard& answer) {
        if (thrown) std::rethrow_exception(thrown);
        EXPECT_EQ(answer.status, 200U);
        is_answered = true;
    };
    asio::co_spawn(with.loop, ask(with, "/v1/chat/completions", ask_hello), note);
    while (stage.waiting_for_time() == 0) co_await asio::post(asio::use_awaitable);
    stage.advance(150ms - 1ns);
    for (int i = 0; i < 10; ++i) co_await asio::post(asio::use_awaitable);
    EXPECT_EQ(stage.waiting_for_time(), 1U);
    stage.advance(1ns);
    while (!is_answered) co_await asio::post(asio::use_awaitable);
    stage.reset();
    co_await http::read_all(**held, 1024 * 1024);
    co_await stop(with);
}

TEST(MockServer, IsSlowerWhileOtherAnswersAreUnderWay)
{
    mock_settings settings;
    settings.clock = clock_kind::virtual_time;
    talk with(
        "  - {when: {stream: true}, reply: {text: a b, pauses: [{name: held, after: a}]}}\n"
        "  - {when: {stream: false}, reply: {text: a, timing: {ttft_ms: 100, load_per_answer: 0.5}}}\n",
        settings);
    with.run(is_slower_beside_another);
}

asio::awaitable<void> fails_as_asked(talk& with)
{
    auto wanted = with.request("/v1/chat/completions", ask_hello);
    wanted.headers.set("X-Mock-Fault", "429@250");
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(30s));
    if (!answer) co_return;
    EXPECT_EQ((*answer)->status(), 429U);
    EXPECT_EQ((*answer)->headers().find("retry-after-ms"), "250");
    co_await http::read_all(**answer, 1024 * 1024);
    const auto usual = co_await ask(with, "/v1/chat/completions", ask_hello);
    EXPECT_EQ(usual.status, 200U);
    const auto set = co_await ask(with, "/__mock/faults", "[]");
    EXPECT_EQ(set.status, 405U);  // PUT it is
    co_await stop(with);
}

TEST(MockServer, FailsOneRequestWhenItsHeaderSaysSo)
{
    talk with("  - reply: Hello\n");
    with.run(fails_as_asked);
}

asio::awaitable<void> limits_requests(talk& with)
{
    const auto answered = [&with] {
        return with.client->start(with.request("/v1/chat/completions", ask_hello), deadline_after(30s));
    };
    auto first = co_await answered();
    if (!first) co_return;
    EXPECT_EQ((*first)->status(), 200U);
    EXPECT_EQ((*first)->headers().find("x-ratelimit-remaining-requests"), "0");
    co_await http::read_all(**first, 1024 * 1024);
    auto second = co_await answered();
    if (!second) co_return;
    EXPECT_EQ((*second)->status(), 429U);
    EXPECT_EQ((*second)->headers().find("Retry-After"), "60");
    EXPECT_EQ((*second)->headers().find("x-ratelimit-limit-requests"), "1");
    EXPECT_EQ((*second)->headers().find("x-ratelimit-reset-requests"), "1m0s");
    EXPECT_FALSE((*second)->headers().find("x-ratelimit-limit-tokens"));
    co_await http::read_all(**second, 1024 * 1024);
    with.server->state().stage.advance(60s);
    EXPECT_EQ((co_await ask(with, "/v1/chat/completions", ask_hello)).status, 200U);
    co_await stop(with);
}

TEST(MockServer, LimitsRequestsWithinAWindow)
{
    mock_settings settings;
    settings.clock = clock_kind::virtual_time;
    settings.limits.requests_max = 1;
    talk with("  - reply: Hello\n", settings);
    with.run(limits_requests);
}

}  // namespace
}  // namespace parley::mock
