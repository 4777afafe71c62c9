#include "openai/chat.hpp"
#include "openai/test_answers.hpp"
#include "openai/testing/model_host.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using testing::model_host;

http::response golden(const std::string& name)
{
    return {.headers = {{"Content-Type", "text/event-stream"}},
            .body = read_file(PARLEY_SOURCE_DIR "/tests/golden/openai/" + name)};
}

http::response busy(const http::request&)
{
    return {.status = 429, .headers = {{"Retry-After", "30"}}};
}

struct seen {
    decoded got = {};
    std::optional<error> refused = {};
};

asio::awaitable<bool> ask(chat_model& model, model_host& first, model_host& second, std::vector<seen>& all)
{
    for (int i = 0; i < 2; ++i) {
        chat_request request{.model = "m", .messages = {{"user", "quoted question"}}};
        auto stream = co_await model.start(std::move(request), deadline_after(10s));
        seen one;
        if (!stream) one.refused = stream.error();
        while (stream) {
            auto piece = co_await (*stream)->next();
            if (!piece) one.got.failure = piece.error();
            if (!piece || !*piece) break;
            one.got.add(**std::move(piece));
        }
        all.push_back(std::move(one));
    }
    co_await first.stop();
    co_await second.stop();
    co_return true;
}

// Asks twice; `second` says what the second host answers.
std::vector<seen> ask_two(const model_host::responder& first, const model_host::responder& second,
                          std::vector<http::request>& at_second)
{
    asio::io_context loop;
    model_host one(loop, first), other(loop, second);
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    std::vector<endpoint> in_order;
    in_order.push_back({.base_url = one.url()});
    in_order.push_back({.base_url = other.url(), .api = chat_api::responses, .deployment = "theirs"});
    const auto model = connect(*client, std::move(in_order));
    std::vector<seen> all;
    asio::co_spawn(loop, ask(*model, one, other, all), [&](std::exception_ptr thrown, bool) {
        client.reset();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    for (auto& each : other.arrivals) at_second.push_back(std::move(each.what));
    return all;
}

TEST(ChatHosts, AsksTheNextHostInItsOwnApiWhileTheFirstIsBusy)
{
    std::vector<http::request> at_second;
    const auto all = ask_two(
        busy, [](const http::request&) { return golden("responses/text.sse"); }, at_second);
    ASSERT_EQ(all.size(), 2U);
    for (const auto& each : all) {
        EXPECT_FALSE(each.refused || each.got.failure);
        EXPECT_EQ(each.got.whole.finish_reason, "stop");
    }
    ASSERT_EQ(at_second.size(), 2U);
    EXPECT_EQ(at_second[0].path, "/v1/responses");
    EXPECT_EQ(json::parse(at_second[0].body).at("model"), "theirs");
}

// An answer that has begun is never asked for again, from nobody.
TEST(ChatHosts, StaysWithAHostWhoseAnswerHasBegun)
{
    std::vector<http::request> at_second;
    const auto all =
        ask_two([](const http::request&) { return golden("error-midway.sse"); }, busy, at_second);
    ASSERT_EQ(all.size(), 2U);
    for (const auto& each : all) {
        EXPECT_FALSE(each.refused);
        EXPECT_TRUE(each.got.failure);
        EXPECT_FALSE(each.got.whole.text.empty());
    }
    EXPECT_TRUE(at_second.empty());
}

}  // namespace
}  // namespace parley::openai
