#include "http/testing/scripted_origin.hpp"
#include "openai/chat.hpp"
#include "openai/test_answers.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using http::testing::scripted_answer;
using http::testing::scripted_origin;

// What a golden file holds, as an origin sends it.
scripted_answer served(const std::string& name)
{
    const std::string body = read_file(PARLEY_SOURCE_DIR "/tests/golden/openai/" + name);
    const std::string type = name.ends_with(".sse") ? "text/event-stream" : "application/json";
    return {"HTTP/1.1 200 OK\r\nContent-Type: " + type +
            "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nx-request-id: req_9\r\n\r\n" + body};
}

struct talk {
    chat_api api;
    std::vector<scripted_answer> answers;
    std::vector<std::string> requests = {};
};

json::value body_of(const std::string& request)
{
    return json::parse(request.substr(request.find("\r\n\r\n") + 4));
}

// Runs one coroutine with a model that the script plays.
template <class F>
void run(talk& script, F converse)
{
    asio::io_context loop;
    scripted_origin origin(loop, {script.answers});
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    const auto model = connect(*client, {.base_url = origin.url("/v1"), .api = script.api});
    asio::co_spawn(loop, converse(*model), [&](std::exception_ptr thrown, bool) {
        client.reset();
        script.requests = origin.requests;
        origin.stop();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
}

asio::awaitable<decoded> read_all(chat_model& model, chat_request request)
{
    decoded got;
    auto stream = co_await model.start(std::move(request), deadline_after(10s));
    if (!stream) {
        got.failure = stream.error();
        co_return got;
    }
    for (;;) {
        auto piece = co_await (*stream)->next();
        if (!piece) got.failure = piece.error();
        if (!piece || !*piece) break;
        got.add(**std::move(piece));
    }
    got.origin = (*stream)->origin();
    co_return got;
}

asio::awaitable<bool> ask(chat_model& model, chat_request request, decoded& got)
{
    got = co_await read_all(model, std::move(request));
    co_return true;
}

decoded answer_to(talk& script, chat_request request)
{
    decoded got;
    run(script, [&](chat_model& model) { return ask(model, std::move(request), got); });
    return got;
}

const chat_request question{.model = "m", .messages = {{"user", "How many days?"}}};

TEST(ChatApi, StreamsAResponse)
{
    talk script{chat_api::responses, {served("responses/text.sse")}};
    const auto got = answer_to(script, question);
    EXPECT_FALSE(got.failure);
    EXPECT_EQ(got.whole.text, "The leave is 30 days for “Zoë”.");
    EXPECT_EQ(got.whole.finish_reason, "stop");
    EXPECT_EQ(got.whole.used->total_tokens, 84);
    EXPECT_EQ(got.origin.model, "m-1-2026");
    EXPECT_TRUE(script.requests.at(0).starts_with("POST /v1/responses HTTP/1.1\r\n"));
    EXPECT_EQ(body_of(script.requests.at(0)).at("stream"), true);
    EXPECT_NE(script.requests[0].find("\r\nAccept: text/event-stream\r\n"), std::string::npos);
}

TEST(ChatApi, TakesWholeAnswersOfBothApis)
{
    for (const auto api : {chat_api::completions, chat_api::responses}) {
        const bool responses = api == chat_api::responses;
        talk script{api, {served(responses ? "whole/responses/text.json" : "whole/completions/text.json")}};
        auto request = question;
        request.how = delivery::whole;
        const auto got = answer_to(script, request);
        EXPECT_EQ(got.whole.text, "The leave is 30 days for “Zoë”.");
        EXPECT_EQ(got.whole.used->cached_tokens, 32);
        EXPECT_EQ(body_of(script.requests.at(0)).at("stream"), false);
        EXPECT_NE(script.requests[0].find("\r\nAccept: application/json\r\n"), std::string::npos);
    }
}

TEST(ChatApi, NamesTheRequestWhenAResponseFails)
{
    talk script{chat_api::responses, {served("responses/truncated.sse")}};
    const auto got = answer_to(script, question);
    EXPECT_EQ(got.whole.text, "The leave is 30 days for “Zoë”.");
    ASSERT_TRUE(got.failure);
    EXPECT_EQ(got.failure->code, errc::closed);
    EXPECT_NE(got.failure->detail.find("req_9"), std::string::npos) << got.failure->detail;
}

TEST(ChatApi, SendsNothingWhenAWishCannotBeSaid)
{
    talk script{chat_api::responses, {served("responses/text.sse")}};
    auto request = question;
    request.seed = 7;
    const auto got = answer_to(script, request);
    ASSERT_TRUE(got.failure);
    EXPECT_EQ(got.failure->code, errc::unsupported);
    EXPECT_TRUE(script.requests.empty());
}

TEST(ChatApi, SaysThatTheOtherApiIsSpoken)
{
    talk script{chat_api::completions, {served("responses/text.sse")}};
    const auto got = answer_to(script, question);
    ASSERT_TRUE(got.failure);
    EXPECT_EQ(got.failure->code, errc::malformed);
    EXPECT_NE(got.failure->detail.find("speaks Responses"), std::string::npos);
}

// The loop is the example in chat.hpp.
asio::awaitable<result<std::string>> answer_with_tools(chat_model& model, chat_request request,
                                                       deadline until)
{
    constexpr int turns_max = 8;
    for (int turn = 0; turn < turns_max; ++turn) {
        auto stream = co_await model.start(request, until);
        if (!stream) co_return stream.error();
        message said{.role = "assistant"};
        for (;;) {
            auto piece = co_await (*stream)->next();
            if (!piece) co_return piece.error();
            if (!*piece) break;
            said.content += (*piece)->text;
            std::ranges::move((*piece)->tool_calls, std::back_inserter(said.tool_calls));
            std::ranges::move((*piece)->sealed, std::back_inserter(said.sealed));
        }
        if (said.tool_calls.empty()) co_return said.content;
        request.messages.push_back(said);
        for (const auto& call : said.tool_calls)
            request.messages.push_back({.role = "tool", .content = "30", .tool_call_id = call.id});
    }
    co_return error{errc::upstream_rejected, "the model does not stop calling tools"};
}

asio::awaitable<bool> converse(chat_model& model, chat_request request, std::string& text)
{
    auto answer = co_await answer_with_tools(model, std::move(request), deadline_after(10s));
    if (answer) text = *answer;
    co_return true;
}

TEST(ChatApi, GoesOnAfterAToolWasCalled)
{
    talk script{chat_api::responses,
                {served("responses/reasoning-sealed.sse"), served("responses/text.sse")}};
    std::string text;
    run(script, [&](chat_model& model) { return converse(model, question, text); });
    EXPECT_EQ(text, "The leave is 30 days for “Zoë”.");
    EXPECT_EQ(body_of(script.requests.at(1)).at("input"), json::parse(R"([
        {"role":"user","content":"How many days?"},
        {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA=="},
        {"type":"function_call","call_id":"call_a","name":"days_of_leave",
            "arguments":"{\"year\":2026,\"for\":\"Zoë\"}"},
        {"type":"function_call_output","call_id":"call_a","output":"30"}])"));
}

}  // namespace
}  // namespace parley::openai
