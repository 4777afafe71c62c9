#include "openai/detail/upstream_fixture.hpp"
#include "openai/testing/model_host.hpp"
#include "openai/testing/token_source.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using http::testing::after;
using http::testing::scripted_origin;
using testing::model_host;
using testing::token_source;

TEST(Upstream, SendsAKeyAsTheHostWantsIt)
{
    const auto plain =
        run({.scripts = {{{one_answer}}}, .where = {.base_url = {}, .credentials = secret("sk-1")}});
    ASSERT_TRUE(plain.got);
    EXPECT_EQ(plain.got->body, "{}");
    EXPECT_EQ(plain.got->request_id, "req_1");
    EXPECT_TRUE(plain.requests.at(0).starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
    EXPECT_TRUE(has_line(plain.requests[0], "Authorization: Bearer sk-1"));

    const auto azure =
        run({.scripts = {{{one_answer}}},
             .where = {.base_url = {}, .credentials = secret("sk-1"), .style = host_style::azure_v1},
             .path = ""});
    EXPECT_TRUE(azure.requests.at(0).starts_with("POST /openai/v1/chat/completions HTTP/1.1\r\n"));
    EXPECT_TRUE(has_line(azure.requests[0], "Authorization: Bearer sk-1"));

    const auto older =
        run({.scripts = {{{one_answer}}},
             .where = {.base_url = {}, .credentials = secret("sk-1"), .style = host_style::azure_legacy},
             .path = ""});
    EXPECT_TRUE(older.requests.at(0).starts_with(
        "POST /openai/deployments/m/chat/completions?api-version=2024-10-21 HTTP/1.1\r\n"));
    EXPECT_TRUE(has_line(older.requests[0], "api-key: sk-1"));
    EXPECT_EQ(older.requests[0].find("Authorization"), std::string::npos);
}

// "the key or token holds a line end" named no setting.
TEST(Upstream, NamesTheSettingOfAKeyThatCannotBeSent)
{
    for (const auto* key : {"sk-1\r\nX: y", "sk 1", "sk-1\x7f"})
        for (const auto style : {host_style::compatible, host_style::azure_legacy})
            expect_failure({.scripts = {{{one_answer}}},
                            .where = {.base_url = {},
                                      .credentials = secret(key),
                                      .style = style,
                                      .names = {"AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_KEY"}}},
                           errc::invalid_input, "AZURE_OPENAI_KEY holds a character", 0);
}

TEST(Upstream, SendsNothingWithoutACredentialAndWhatIsWantedBesides)
{
    const auto done = run(
        {.scripts = {{{one_answer}}}, .where = {.base_url = {}, .headers = {{"OpenAI-Project", "proj_1"}}}});
    EXPECT_EQ(done.requests.at(0).find("Authorization"), std::string::npos);
    EXPECT_EQ(done.requests[0].find("api-key"), std::string::npos);
    EXPECT_TRUE(has_line(done.requests[0], "OpenAI-Project: proj_1"));
    EXPECT_TRUE(has_line(done.requests[0], "Content-Type: application/json"));
}

TEST(Upstream, TriesAgainWhatMayPass)
{
    for (const auto* status : {"408 Late", "409 Locked", "429 Busy", "500 Broken", "503 Away", "529 Full"}) {
        const auto done = run({.scripts = {{{refusal(status)}, {refusal(status)}, {one_answer}}}});
        EXPECT_TRUE(done.got) << status;
        EXPECT_EQ(done.requests.size(), 3U);
    }
    for (const auto broken : {after::close, after::reset}) {
        const auto before_head = run({.scripts = {{{"", broken}}, {{one_answer}}}});
        EXPECT_TRUE(before_head.got);
        const auto cut =
            run({.scripts = {{{one_answer.substr(0, one_answer.size() - 1), broken}}, {{one_answer}}}});
        EXPECT_TRUE(cut.got);
        EXPECT_EQ(cut.requests.size(), 2U);
    }
}

TEST(Upstream, TriesAgainWhenOneTryGivesNoByteInTime)
{
    const auto done = run({.scripts = {{{"", after::silence}}, {{one_answer}}},
                           .where = {.base_url = {}, .retries = {.first_byte_timeout = 10ms}}});
    EXPECT_TRUE(done.got);
    EXPECT_EQ(done.requests.size(), 2U);
    expect_failure({.scripts = {{{"", after::silence}}}, .patience = 20ms}, errc::timed_out, "waiting", 1);
}

TEST(Upstream, NeverTriesAgainWhatAPersonHasToChange)
{
    const std::string insist = "x-should-retry: true\r\n";
    const std::string azure_filter =
        "HTTP/1.1 400 Bad\r\nx-should-retry: true\r\nConnection: close\r\n\r\n"
        R"({"error":{"message":"quoted question","type":null,"param":"prompt","code":"content_filter",)"
        R"("status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":)"
        R"({"hate":{"filtered":true,"severity":"high"}}}}})";
    expect_failure({.scripts = {{{refusal("429 Busy", "insufficient_quota", insist)}}}},
                   errc::upstream_rejected, "quota", 1);
    expect_failure({.scripts = {{{refusal("400 Bad", "content_filter", insist)}}}}, errc::upstream_rejected,
                   "content filter", 1);
    expect_failure({.scripts = {{{azure_filter, after::close}}}}, errc::upstream_rejected,
                   "content filter refused the question (status 400, code content_filter)", 1);
    expect_failure({.scripts = {{{refusal("400 Bad", "context_length_exceeded", insist)}}}}, errc::too_large,
                   "too long", 1);
    expect_failure({.scripts = {{{refusal("401 No", "x", insist)}}}}, errc::upstream_rejected, "key", 1);
    expect_failure({.scripts = {{{refusal("403 No", "AuthenticationTypeDisabled", insist)}}}},
                   errc::upstream_rejected, "takes no keys", 1);
}

TEST(Upstream, ObeysWhatTheHostSaysAboutTryingAgain)
{
    const auto odd = refusal("418 Teapot", "x", "x-should-retry: true\r\n");
    EXPECT_TRUE(run({.scripts = {{{odd}, {one_answer}}}}).got);
    const auto broken = refusal("500 Broken", "x", "x-should-retry: false\r\n");
    expect_failure({.scripts = {{{broken}, {one_answer}}}}, errc::upstream_failed, "problem of its own", 1);
}

TEST(Upstream, WaitsAsLongAsItIsAskedTo)
{
    const auto wall_now = std::chrono::sys_days(std::chrono::year(2026) / 8 / 1) + 999ms;
    for (const auto* wish : {"retry-after-ms: 30\r\n", "Retry-After: 0.03\r\n",
                             "Retry-After: Sat, 01 Aug 2026 00:00:01 GMT\r\n"}) {
        const auto begin = std::chrono::steady_clock::now();
        const auto done = run({.scripts = {{{refusal("429 Busy", "x", wish)}, {one_answer}}},
                               .where = {.base_url = {}, .retries = {.wall_now = [&] { return wall_now; }}}});
        EXPECT_TRUE(done.got) << wish;
        const auto least = wish[0] == 'R' && wish[13] == 'S' ? 1ms : 30ms;
        EXPECT_GE(std::chrono::steady_clock::now() - begin, least);
    }
}

TEST(Upstream, GivesUpAtOnceWhenTheWaitIsTooLongAndPassesItOn)
{
    for (const auto* wish : {"Retry-After: 30\r\n", "retry-after-ms: 86400000\r\n"}) {
        const auto done = run({.scripts = {{{refusal("429 Busy", "x", wish), after::next_request}}}});
        ASSERT_TRUE(done.failure);
        EXPECT_EQ(done.failure->code, errc::upstream_busy);
        EXPECT_EQ(done.failure->retry_after, wish[0] == 'R' ? 30s : 24h);
        EXPECT_EQ(done.requests.size(), 1U);
    }
}

TEST(Upstream, GivesUpAfterThreeTriesAndNamesTheRequest)
{
    const auto broken = refusal("503 Away", "overloaded", "apim-request-id: req_7\r\n");
    expect_failure({.scripts = {{{broken}, {broken}, {broken}, {one_answer}}}}, errc::upstream_failed,
                   "(status 503, code overloaded, request req_7)", 3);
}

TEST(Upstream, RefusesAWebPageWithStatus200)
{
    expect_failure({.scripts = {{{"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nx-request-id: req_9\r\n"
                                  "Content-Length: 0\r\n\r\n"}}}},
                   errc::malformed, "correct OPENAI_BASE_URL (often it ends in /v1) (request req_9)", 1);
}

asio::awaitable<void> ask_one(upstream& host, std::size_t& fine)
{
    call what{.route = "/chat/completions"};
    const auto got = co_await host.ask(std::move(what), deadline_after(10s));
    if (got) ++fine;
}

// The others come when the first one has been refused.
asio::awaitable<bool> ask_many(upstream& host, model_host& server, std::size_t count, std::size_t& fine)
{
    auto loop = co_await asio::this_coro::executor;
    task_group group(loop);
    group.spawn(ask_one(host, fine));
    while (host.where().busy->closed_until() == deadline()) co_await asio::post(loop, asio::use_awaitable);
    for (std::size_t i = 1; i < count; ++i) group.spawn(ask_one(host, fine));
    const auto ended = co_await group.wait(deadline_after(10s));
    EXPECT_TRUE(ended);
    co_await server.stop();
    co_return true;
}

TEST(Upstream, LetsOneRefusalHoldBackAllRequestsAndSendsThemFewByFewAtFirst)
{
    asio::io_context loop;
    std::size_t refusals = 1, fine = 0;
    const auto answer = [&refusals](const http::request&) {
        if (refusals == 0) return http::response{.headers = {{"Content-Type", "application/json"}}};
        --refusals;
        return http::response{.status = 429, .headers = {{"retry-after-ms", "200"}}};
    };
    model_host server(loop, answer, 5ms);
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    upstream host(*client, {.base_url = server.url()});
    asio::co_spawn(loop, ask_many(host, server, 20, fine), [&](std::exception_ptr thrown, bool) {
        client.reset();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    EXPECT_EQ(fine, 20U);
    ASSERT_EQ(server.arrivals.size(), 21U);
    EXPECT_GE(server.arrivals[1].at, host.where().busy->closed_until());
    EXPECT_EQ(server.arrivals[1].in_flight, 1U);
    EXPECT_LE(server.arrivals[3].in_flight, 2U);
    EXPECT_LE(server.arrivals[7].in_flight, 4U);
}

// What a cancelled request did: `steps` handlers of the loop ran before it was cancelled.
struct cancelled_ask {
    bool finished_before = false;
    bool ended = false;
    std::optional<error> failure = {};
    std::size_t requests_then = 0;
    std::size_t requests_in_all = 0;
};

cancelled_ask cancel_after(int steps)
{
    asio::io_context loop;
    token_source tokens({"t-1", "t-2"});
    scripted_origin origin(loop, {{{refusal("401 Stale")},
                                   {refusal("429 Busy", "x", "retry-after-ms: 1\r\n")},
                                   {refusal("500 Broken")},
                                   {one_answer}}});
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    upstream host(*client,
                  {.base_url = origin.url("/v1"), .credentials = &tokens, .retries = {.first_wait = 1ms}});
    talk script;
    cancelled_ask seen;
    asio::cancellation_signal stop;
    asio::co_spawn(loop, ask(script, host),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr thrown, bool) {
                       seen.ended = true;
                       seen.failure = script.failure;
                       if (thrown) seen.failure = error{errc::cancelled, "by an exception"};
                   }));
    for (int i = 0; i < steps && !seen.ended; ++i) loop.run_one();
    seen.finished_before = seen.ended;
    seen.requests_then = origin.requests.size();
    stop.emit(asio::cancellation_type::terminal);
    while (!seen.ended) loop.run_one();
    client.reset();
    origin.stop();
    loop.run();
    seen.requests_in_all = origin.requests.size();
    return seen;
}

TEST(Upstream, StopsWhereverItIsCancelled)
{
    int steps = 0;
    for (;; ++steps) {
        const auto seen = cancel_after(steps);
        EXPECT_LE(seen.requests_in_all, seen.requests_then + 1) << steps;
        if (seen.finished_before) {
            EXPECT_FALSE(seen.failure);
            EXPECT_EQ(seen.requests_in_all, 4U);
            break;
        }
        // The last step of all may be behind it, with nothing left to cancel.
        if (seen.failure) {
            EXPECT_EQ(seen.failure->code, errc::cancelled) << steps << " " << seen.failure->detail;
        } else {
            EXPECT_EQ(seen.requests_in_all, 4U) << steps;
        }
    }
    EXPECT_GT(steps, 20);
}

}  // namespace
}  // namespace parley::openai
