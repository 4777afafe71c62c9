#include "openai/embeddings.hpp"

#include "base/task_group.hpp"
#include "openai/testing/model_host.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using testing::model_host;
namespace json = boost::json;

// The text "7" becomes (7, 1): a host that the tests can check. The last item comes first.
http::response embed_numbers(const http::request& asked)
{
    const auto request = json::parse(asked.body).as_object();
    json::array data;
    const auto& input = request.at("input").as_array();
    for (std::size_t i = input.size(); i-- > 0;)
        data.push_back(json::object{
            {"index", i}, {"embedding", json::array{std::stod(std::string(input[i].as_string())), 1.0}}});
    const json::object usage{{"prompt_tokens", input.size()}};
    return {.headers = {{"Content-Type", "application/json"}, {"x-request-id", "req_1"}},
            .body = json::serialize(json::object{{"object", "list"}, {"data", data}, {"usage", usage}})};
}

std::vector<std::string> numbers(std::size_t count)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) texts.push_back(std::to_string(i));
    return texts;
}

struct talk {
    model_host::responder host = embed_numbers;
    embedding_request request;
    embedding_limits limits = {};
    std::chrono::milliseconds latency = 0ms;
    int times = 1;
    setting_names names = {};

    result<embeddings> got = error{errc::cancelled, "not asked"};
    std::vector<json::object> bodies = {};
    std::size_t in_flight_max = 0;
};

asio::awaitable<bool> ask(talk& script, embedding_model& model, model_host& server)
{
    for (int i = 0; i < script.times; ++i) {
        auto request = script.request;
        script.got = co_await model.embed(std::move(request), deadline_after(10s));
    }
    co_await server.stop();
    co_return true;
}

talk run(talk script)
{
    asio::io_context loop;
    model_host server(loop, script.host, script.latency);
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    endpoint where{.base_url = server.url()};
    where.retries.first_wait = 1ms;
    where.names = script.names;
    const auto model = connect_embeddings(*client, std::move(where), script.limits);
    asio::co_spawn(loop, ask(script, *model, server), [&](std::exception_ptr thrown, bool) {
        client.reset();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    for (const auto& each : server.arrivals) script.bodies.push_back(json::parse(each.what.body).as_object());
    script.in_flight_max = server.in_flight_max;
    return script;
}

TEST(Embeddings, KeepsTheOrderOfTheTextsOverManyRequests)
{
    const auto done = run({.request = {"m", numbers(100)},
                           .limits = {.texts_per_request_max = 7, .requests_in_flight_max = 3},
                           .latency = 2ms});
    ASSERT_TRUE(done.got) << done.got.error().detail;
    ASSERT_EQ(done.got->vectors.size(), 100U);
    for (std::size_t i = 0; i < 100; ++i)
        EXPECT_EQ(done.got->vectors[i], (std::vector<float>{static_cast<float>(i), 1.0F}));
    EXPECT_EQ(done.got->prompt_tokens, 100);
    EXPECT_EQ(done.bodies.size(), 15U);
    EXPECT_EQ(done.in_flight_max, 3U);
}

TEST(Embeddings, NamesTheSettingOfAKeyThatIsRefusedWithStatus200)
{
    const auto refuse = [](const http::request&) {
        return http::response{.headers = {{"Content-Type", "application/json"}},
                              .body = R"({"error":{"code":"invalid_api_key","message":"quoted"}})"};
    };
    const auto done = run({.host = refuse, .request = {"m", numbers(1)}, .names = {"A", "THE_KEY"}});
    ASSERT_FALSE(done.got);
    EXPECT_NE(done.got.error().detail.find("correct THE_KEY"), std::string::npos) << done.got.error().detail;
}

TEST(Embeddings, AsksForBase64AndForDimensionsOnlyWhenTheyAreWanted)
{
    const auto plain = run({.request = {"m", numbers(1)}});
    EXPECT_EQ(plain.bodies.at(0), json::parse(R"({"model":"m","input":["0"],"encoding_format":"base64"})"));
    const auto short_ones = run({.request = {"m", numbers(1), 2}});
    ASSERT_TRUE(short_ones.got);
    EXPECT_EQ(short_ones.bodies.at(0).at("dimensions"), 2);
}

http::response refuse_base64(const http::request& asked)
{
    if (asked.body.find("encoding_format") == std::string::npos) return embed_numbers(asked);
    return {.status = 400, .body = R"({"error":{"code":"unknown_field"}})"};
}

TEST(Embeddings, FallsBackToNumbersAndRemembersIt)
{
    const auto done = run({.host = refuse_base64, .request = {"m", numbers(1)}, .times = 2});
    ASSERT_TRUE(done.got);
    ASSERT_EQ(done.bodies.size(), 3U);
    EXPECT_TRUE(done.bodies[0].contains("encoding_format"));
    EXPECT_FALSE(done.bodies[2].contains("encoding_format"));
}

TEST(Embeddings, DoesNotRepeatARequestThatTheOtherFormWouldNotHelp)
{
    for (const auto* code : {"content_filter", "context_length_exceeded"}) {
        const auto done =
            run({.host =
                     [code](const http::request&) {
                         return http::response{.status = 400,
                                               .body = R"({"error":{"code":")" + std::string(code) + "\"}}"};
                     },
                 .request = {"m", numbers(1)}});
        EXPECT_FALSE(done.got);
        EXPECT_EQ(done.bodies.size(), 1U);
    }
}

void expect_refused(embedding_request request, std::string_view words)
{
    const auto done = run({.request = std::move(request)});
    ASSERT_FALSE(done.got);
    EXPECT_EQ(done.got.error().code, errc::invalid_input);
    EXPECT_NE(done.got.error().detail.find(words), std::string::npos) << done.got.error().detail;
    EXPECT_TRUE(done.bodies.empty());
}

TEST(Embeddings, RefusesWhatNoHostTakesBeforeSendingIt)
{
    expect_refused({"m", {"a", ""}}, "text 2 of those to embed is empty");
    expect_refused({"m", {"\xff"}}, "text 1 of those to embed is not UTF-8");
    expect_refused({"m", {"a"}, 0}, "dimension");
    const auto nothing = run({.request = {"m", {}}});
    ASSERT_TRUE(nothing.got);
    EXPECT_TRUE(nothing.got->vectors.empty());
    EXPECT_TRUE(nothing.bodies.empty());
}

http::response lengthen_with_each(const http::request& asked)
{
    auto answer = embed_numbers(asked);
    if (asked.body.find("[\"0\"]") == std::string::npos) return answer;
    const auto at = answer.body.find(",1E0]");
    return {.headers = answer.headers, .body = answer.body.replace(at, 5, ",1,1]")};
}

TEST(Embeddings, RefusesVectorsOfUnexpectedLengths)
{
    const auto mixed = run({.host = lengthen_with_each,
                            .request = {"m", numbers(2)},
                            .limits = {.texts_per_request_max = 1, .requests_in_flight_max = 1}});
    ASSERT_FALSE(mixed.got);
    EXPECT_EQ(mixed.got.error().code, errc::malformed);
    EXPECT_NE(mixed.got.error().detail.find("of 2 numbers instead of 3"), std::string::npos)
        << mixed.got.error().detail;

    const auto unlike_asked = run({.request = {"m", numbers(1), 5}});
    ASSERT_FALSE(unlike_asked.got);
    EXPECT_EQ(unlike_asked.got.error().code, errc::malformed);
}

TEST(Embeddings, StopsTheRestWhenOneRequestFails)
{
    const auto done = run({.host =
                               [](const http::request& asked) {
                                   if (asked.body.find("[\"0\"]") == std::string::npos)
                                       return embed_numbers(asked);
                                   return http::response{.status = 404};
                               },
                           .request = {"m", numbers(100)},
                           .limits = {.texts_per_request_max = 1, .requests_in_flight_max = 4},
                           .latency = 5ms});
    ASSERT_FALSE(done.got);
    EXPECT_EQ(done.got.error().code, errc::upstream_rejected);
    EXPECT_LE(done.bodies.size(), 8U);
}

asio::awaitable<void> ask_and_note(embedding_model& model, std::size_t& ended)
{
    embedding_request request{"m", numbers(30)};
    const auto got = co_await model.embed(std::move(request), deadline_after(10s));
    EXPECT_TRUE(got || got.error().code == errc::cancelled);
    ++ended;
}

// Cancels `embed` after so many steps of the loop; says whether it had ended by then.
bool cancel_after(int steps)
{
    asio::io_context loop;
    model_host server(loop, embed_numbers, 1ms);
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    const auto model = connect_embeddings(*client, endpoint{.base_url = server.url()},
                                          {.texts_per_request_max = 10, .requests_in_flight_max = 2});
    std::size_t ended = 0;
    bool gone = false;
    asio::cancellation_signal stop;
    asio::co_spawn(loop, ask_and_note(*model, ended),
                   asio::bind_cancellation_slot(stop.slot(), [&gone](std::exception_ptr) { gone = true; }));
    for (int i = 0; i < steps && !gone; ++i) loop.run_one();
    const bool ended_before = gone;
    stop.emit(asio::cancellation_type::terminal);
    while (!gone) loop.run_one();
    EXPECT_EQ(ended_before, ended_before && ended == 1);
    client.reset();
    asio::co_spawn(loop, server.stop(), [](std::exception_ptr) {});
    loop.run();
    EXPECT_EQ(server.in_flight, 0U) << "after " << steps << " steps";
    return ended_before;
}

TEST(Embeddings, StopsWhereverItIsCancelled)
{
    int steps = 0;
    while (!cancel_after(steps)) ++steps;
    EXPECT_GT(steps, 20);
}

}  // namespace
}  // namespace parley::openai
