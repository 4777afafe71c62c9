#include "openai/chat.hpp"

#include "http/testing/scripted_origin.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using http::testing::after;
using http::testing::connection_script;
using http::testing::scripted_origin;

const std::string stream_head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
const std::string hello_chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\n\n";
const std::string end_chunks =
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
const std::string good = stream_head + hello_chunk + end_chunks;

std::string refusal(const std::string& status, const std::string& fields = "", const std::string& code = "x")
{
    const std::string body = "{\"error\":{\"message\":\"quoted question\",\"code\":\"" + code + "\"}}";
    return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct talk {
    std::vector<connection_script> scripts;
    secret key = secret("sk-1");
    deadline until = deadline_after(10s);
    http::client_limits limits = {};
    usage_reporting usage = usage_reporting::ask;
    std::optional<int> output_tokens_max = {};
    output_limit limit_name = output_limit::max_tokens;
    std::optional<std::string> base_url = {};
    setting_names names = {};
    chat_api api = chat_api::completions;

    std::string text = {};
    std::optional<std::string> finish_reason = {};
    std::optional<error> failure = {};
    std::vector<std::string> requests = {};
};

asio::awaitable<bool> read_answer(talk& script, chat_model& model)
{
    chat_request request{.model = "m",
                         .messages = {{"user", "quoted question"}},
                         .temperature = 0.5,
                         .output_tokens_max = script.output_tokens_max,
                         .limit_name = script.limit_name};
    auto stream = co_await model.start(std::move(request), script.until);
    if (!stream) {
        script.failure = stream.error();
        co_return false;
    }
    for (;;) {
        const auto piece = co_await (*stream)->next();
        if (!piece) script.failure = piece.error();
        if (!piece || !*piece) co_return true;
        script.text += (*piece)->text;
        if ((*piece)->finish_reason) script.finish_reason = (*piece)->finish_reason;
    }
}

talk run(talk script)
{
    asio::io_context loop;
    scripted_origin origin(loop, script.scripts);
    std::optional<http::client> client(std::in_place, loop.get_executor(), script.limits,
                                       http::proxy_settings{});
    const auto model = connect(*client, {.base_url = script.base_url.value_or(origin.url("/v1/")),
                                         .credentials = script.key,
                                         .usage = script.usage,
                                         .api = script.api,
                                         .retries = {.first_wait = 1ms},
                                         .names = script.names});
    asio::co_spawn(loop, read_answer(script, *model), [&](std::exception_ptr thrown, bool) {
        client.reset();
        script.requests = origin.requests;
        origin.stop();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    return script;
}

TEST(Chat, StreamsAnAnswer)
{
    const auto done = run({.scripts = {{{good, after::close}}}});
    EXPECT_FALSE(done.failure);
    EXPECT_EQ(done.text, "hello");
    EXPECT_EQ(done.finish_reason, "stop");
    const std::string& request = done.requests.at(0);
    EXPECT_TRUE(request.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
    EXPECT_NE(request.find("\r\nAuthorization: Bearer sk-1\r\n"), std::string::npos);
    EXPECT_EQ(
        boost::json::parse(request.substr(request.find("\r\n\r\n") + 4)),
        boost::json::parse(R"({"model":"m","messages":[{"role":"user","content":"quoted question"}],)"
                           R"("stream":true,"stream_options":{"include_usage":true},"temperature":0.5})"));
}

// A refusal inside an answer named the settings of another host.
TEST(Chat, NamesTheSettingOfAKeyThatIsRefusedInAnAnswer)
{
    const std::string refused = R"({"error":{"code":"invalid_api_key","message":"quoted question"}})";
    const std::string failed =
        R"({"type":"response.failed","response":{"status":"failed","error":{"code":"invalid_api_key"}}})";
    const auto whole = [](const std::string& body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    using row = std::pair<chat_api, std::string>;
    for (const auto& [api, answer] :
         {row{chat_api::completions, stream_head + "data: " + refused + "\n\n"},
          row{chat_api::completions, whole(refused)},
          row{chat_api::responses, stream_head + "data: " + failed + "\n\n"},
          row{chat_api::responses, whole(R"({"status":"failed","error":{"code":"invalid_api_key"}})")}}) {
        const auto done = run({.scripts = {{{answer, after::close}}},
                               .names = {"AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_KEY"},
                               .api = api});
        ASSERT_TRUE(done.failure) << answer;
        EXPECT_EQ(done.failure->code, errc::upstream_rejected);
        EXPECT_NE(done.failure->detail.find("correct AZURE_OPENAI_KEY"), std::string::npos)
            << done.failure->detail;
    }
}

TEST(Chat, LeavesOutWhatIsNotWanted)
{
    const auto done =
        run({.scripts = {{{good, after::close}}}, .key = secret(), .usage = usage_reporting::omit});
    EXPECT_EQ(done.text, "hello");
    EXPECT_EQ(done.requests.at(0).find("Authorization"), std::string::npos);
    EXPECT_EQ(done.requests.at(0).find("stream_options"), std::string::npos);
}

TEST(Chat, NamesTheLimitAsTheModelWantsIt)
{
    const auto older = run({.scripts = {{{good, after::close}}}, .output_tokens_max = 7});
    EXPECT_NE(older.requests.at(0).find(R"("max_tokens":7)"), std::string::npos);

    const auto newer = run({.scripts = {{{good, after::close}}},
                            .output_tokens_max = 7,
                            .limit_name = output_limit::max_completion_tokens});
    EXPECT_NE(newer.requests.at(0).find(R"("max_completion_tokens":7)"), std::string::npos);
    EXPECT_EQ(newer.requests.at(0).find(R"("max_tokens")"), std::string::npos);
}

TEST(Chat, TakesAWholeCompletionFromAServerThatDoesNotStream)
{
    const std::string body = R"({"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]})";
    const auto done =
        run({.scripts = {{{"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body}}}});
    EXPECT_EQ(done.text, "hello");
    EXPECT_EQ(done.finish_reason, "stop");
}

void expect_failure(talk script, errc code, std::string_view words, std::size_t requests)
{
    const auto done = run(std::move(script));
    ASSERT_TRUE(done.failure) << words;
    EXPECT_EQ(done.failure->code, code) << done.failure->detail;
    EXPECT_NE(done.failure->detail.find(words), std::string::npos) << done.failure->detail;
    EXPECT_EQ(done.failure->detail.find("quoted question"), std::string::npos);
    EXPECT_EQ(done.failure->detail.find("sk-1"), std::string::npos);
    EXPECT_EQ(done.requests.size(), requests);
}

TEST(Chat, NamesTheSettingToChangeWhenTheUpstreamSaysNo)
{
    expect_failure({{{{refusal("401 Unauthorized")}}}}, errc::upstream_rejected, "OPENAI_API_KEY", 1);
    expect_failure({{{{refusal("403 Forbidden")}}}}, errc::upstream_rejected, "OPENAI_API_KEY", 1);
    expect_failure({{{{refusal("404 Not Found")}}}}, errc::upstream_rejected, "--model and OPENAI_BASE_URL",
                   1);
    expect_failure({{{{refusal("400 Bad", "", "context_length_exceeded")}}}}, errc::too_large, "too long", 1);
    expect_failure({{{{refusal("400 Bad", "", "content_filter")}}}}, errc::upstream_rejected,
                   "content filter", 1);
    expect_failure({{{{refusal("429 Slow", "", "insufficient_quota")}}}}, errc::upstream_rejected, "quota",
                   1);
    expect_failure({{{{refusal("302 Found", "Location: /x\r\n")}}}}, errc::upstream_rejected,
                   "OPENAI_BASE_URL", 1);
    expect_failure({{{{"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"}}}},
                   errc::malformed, "OPENAI_BASE_URL", 1);
}

TEST(Chat, QuotesTheRequestIdForWhoeverHelps)
{
    expect_failure({{{{refusal("400 Bad", "x-request-id: req_7\r\n", "odd_code")}}}}, errc::upstream_rejected,
                   "status 400, code odd_code, request req_7", 1);
}

TEST(Chat, TriesAgainWhatMayPass)
{
    const auto busy = refusal("429 Too Many", "retry-after-ms: 2\r\n");
    const auto broken = refusal("503 Unavailable");
    for (const auto& first : {busy, broken, std::string()}) {
        const connection_script script = first.empty() ? connection_script{{"", after::close}}
                                                       : connection_script{{first}, {good, after::close}};
        const auto done = run({.scripts = {script, {{good, after::close}}}});
        EXPECT_EQ(done.text, "hello") << first;
        EXPECT_EQ(done.requests.size(), 2U);
    }
}

TEST(Chat, GivesUpAfterThreeTries)
{
    const auto broken = refusal("503 Unavailable");
    expect_failure({{{{broken}, {broken}, {broken}, {good}}}}, errc::upstream_failed, "problem of its own",
                   3);
}

TEST(Chat, PassesOnAWaitThatDoesNotFit)
{
    talk script{{{{refusal("429 Too Many", "Retry-After: 30\r\n")}}}};
    const auto done = run(script);
    ASSERT_TRUE(done.failure);
    EXPECT_EQ(done.failure->code, errc::upstream_busy);
    EXPECT_EQ(done.failure->retry_after, 30s);
    EXPECT_EQ(done.requests.size(), 1U);
}

TEST(Chat, SaysThatAnAnswerWasCutAndKeepsItsText)
{
    for (const auto& cut : {stream_head + hello_chunk, stream_head + hello_chunk + "data: {\"choi"})
        for (const auto end : {after::close, after::reset}) {
            const auto done = run({.scripts = {{{cut, end}}}});
            ASSERT_TRUE(done.failure);
            EXPECT_EQ(done.failure->code, errc::closed);
            EXPECT_EQ(done.requests.size(), 1U);
            // A reset may overtake the bytes before it.
            EXPECT_TRUE(done.text == "hello" || end == after::reset) << done.text;
        }
}

TEST(Chat, TakesAnAnswerThatWasFinishedBeforeTheConnectionBroke)
{
    const auto finish = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string events = hello_chunk + finish;
    std::ostringstream chunked;
    chunked << head << std::hex << events.size() << "\r\n" << events << "\r\n";
    const auto done = run({.scripts = {{{chunked.str(), after::close}}}});
    EXPECT_FALSE(done.failure);
    EXPECT_EQ(done.text, "hello");
}

TEST(Chat, GivesUpOnAStalledModel)
{
    expect_failure({.scripts = {{{"", after::silence}}}, .until = deadline_after(30ms)}, errc::timed_out,
                   "waiting for the answer", 1);
    expect_failure({.scripts = {{{stream_head + hello_chunk, after::silence}}},
                    .limits = {.between_bytes_timeout = 30ms}},
                   errc::timed_out, "reading the answer", 1);
}

TEST(Chat, RefusesALineOfAHundredMegabytesAndKeepsWhatCameBefore)
{
    const std::string line = "data: " + std::string(100U << 20, 'x') + "\n\n";
    const auto done = run({.scripts = {{{stream_head + hello_chunk + line + end_chunks, after::close}}}});
    ASSERT_TRUE(done.failure);
    EXPECT_EQ(done.failure->code, errc::too_large) << done.failure->detail;
    EXPECT_EQ(done.text, "hello");
    EXPECT_EQ(done.requests.size(), 1U);
}

TEST(Chat, TakesBytesThatAreNotUtf8ForNoAnswer)
{
    const auto done = run({.scripts = {{{stream_head + hello_chunk +
                                             "data: {\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}\n\n",
                                         after::close}}}});
    ASSERT_TRUE(done.failure);
    EXPECT_EQ(done.failure->code, errc::malformed) << done.failure->detail;
    EXPECT_EQ(done.text, "hello");
}

TEST(Chat, SaysWhereItLookedWhenNobodyIsThere)
{
    asio::io_context unused;
    asio::ip::tcp::acceptor taken(unused, {asio::ip::address_v4::loopback(), 0});
    const std::string authority = "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
    taken.close();
    expect_failure({.scripts = {{{good}}}, .base_url = "http://" + authority + "/v1"}, errc::unreachable,
                   "cannot connect to " + authority + ": connection refused; is the model server running?",
                   0);
}

TEST(Chat, KeepsTheQueryOfABaseUrl)
{
    asio::io_context loop;
    scripted_origin origin(loop, {{{good, after::close}}});
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    const auto model = connect(*client, {.base_url = origin.url("/openai/deployments/d?api-version=1")});
    talk script;
    asio::co_spawn(loop, read_answer(script, *model), [&](std::exception_ptr, bool) {
        client.reset();
        origin.stop();
    });
    loop.run();
    EXPECT_TRUE(
        origin.requests.at(0).starts_with("POST /openai/deployments/d/chat/completions?api-version=1 HTTP"));
}

asio::awaitable<bool> leave_midway(chat_model& model, scripted_origin& origin, bool& in_time)
{
    chat_request request{.model = "m", .messages = {}};
    {
        auto stream = co_await model.start(std::move(request), deadline_after(10s));
        EXPECT_EQ((**co_await (*stream)->next()).text, "hello");
    }
    const auto left = std::chrono::steady_clock::now();
    co_await origin.wait_until_gone(1);
    in_time = std::chrono::steady_clock::now() - left < 50ms;
    origin.stop();
    co_return true;
}

TEST(Chat, StopsTheModelWhenTheStreamIsDropped)
{
    asio::io_context loop;
    scripted_origin origin(loop, {{{stream_head + hello_chunk, after::silence}}});
    http::client client(loop.get_executor(), {}, {});
    const auto model = connect(client, {.base_url = origin.url("/v1")});
    bool in_time = false;
    asio::co_spawn(loop, leave_midway(*model, origin, in_time), [](std::exception_ptr thrown, bool) {
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    EXPECT_TRUE(in_time);
}

}  // namespace
}  // namespace parley::openai
