// A mock that passes requests on, between a client and a scripted host, on one loop.
#include "mock/recorder/recorder.hpp"

#include "base/temporary_folder.hpp"
#include "base/testing/kept_log.hpp"
#include "http/testing/scripted_origin.hpp"
#include "mock/mock_server.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <fstream>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;
using http::testing::after;

const std::string stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string question = R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]})";

std::string chunk(const std::string& bytes)
{
    char size[16];
    std::snprintf(size, sizeof size, "%zx", bytes.size());
    return size + ("\r\n" + bytes) + "\r\n";
}

struct talk {
    asio::io_context loop;
    kept_log log;
    temporary_folder where;
    http::testing::scripted_origin host;
    std::unique_ptr<mock_server> server;
    std::optional<http::client> client;

    explicit talk(http::testing::connection_script script, recording_mode mode = recording_mode::record)
        : host(loop, {std::move(script)})
    {
        mock_settings settings;
        settings.recording = recorder_settings{
            .to = *read_upstream(host.url("/v1")), .mode = mode, .folder = where.path / "made" / "here"};
        server = *mock_server::listen(loop, {}, std::move(settings), log);
        client.emplace(loop.get_executor(), http::client_limits{}, http::proxy_settings{});
    }

    void run(asio::awaitable<void> (*test)(talk&))
    {
        const auto rethrow = [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        };
        asio::co_spawn(loop, server->run(), rethrow);
        asio::co_spawn(loop, test(*this), rethrow);
        loop.run_for(60s);
    }

    // All that was recorded, once it is on disk.
    std::string recorded()
    {
        (void)server->sum_up();
        std::string all;
        for (const auto& each : std::filesystem::directory_iterator(where.path / "made" / "here")) {
            std::ifstream in(each.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), {});
        }
        return all;
    }
};

asio::awaitable<result<std::unique_ptr<http::client_response>>> ask(talk& with)
{
    http::client_request wanted{
        .method = "POST",
        .url = "http://127.0.0.1:" + std::to_string(with.server->port()) + "/v1/chat/completions",
        .headers = {{"Authorization", "Bearer key-of-the-client"}, {"Content-Type", "application/json"}},
        .body = question};
    co_return co_await with.client->start(std::move(wanted), deadline_after(30s));
}

asio::awaitable<void> stop(talk& with)
{
    with.client.reset();
    with.host.stop();
    co_await with.server->stop(deadline_after(5s));
}

asio::awaitable<void> hears_the_first_word_while_the_host_is_silent(talk& with)
{
    {
        auto answer = co_await ask(with);
        EXPECT_TRUE(answer);
        if (!answer) co_return;
        const auto first = co_await (*answer)->read();
        EXPECT_EQ(std::string(first->value_or("")), "data: {\"n\":1}\n\n");
        EXPECT_NE(with.host.requests[0].find("POST /v1/chat/completions "), std::string::npos);
        EXPECT_NE(with.host.requests[0].find("Authorization: Bearer key-of-the-client\r\n"),
                  std::string::npos);
        EXPECT_TRUE(std::filesystem::is_empty(with.where.path / "made" / "here"));
    }
    // Nobody reads any more: the host must hear of it.
    co_await with.host.wait_until_gone(1);
    while (!with.server->state().kept.entries().front()->took) co_await asio::post(asio::use_awaitable);
    co_await stop(with);
}

TEST(Recorder, PassesBytesOnAsTheyArriveAndLeavesTheHostWhenItsReaderLeaves)
{
    talk with({{stream_head + chunk("data: {\"n\":1}\n\n"), after::silence}});
    with.run(hears_the_first_word_while_the_host_is_silent);
    const auto told = with.recorded();
    EXPECT_NE(told.find("- '{\"n\":1}'\n"), std::string::npos) << told;
    EXPECT_NE(told.find("# The client left here"), std::string::npos) << told;
    EXPECT_EQ(told.find("key-of-the-client"), std::string::npos) << told;
    EXPECT_TRUE(with.server->state().kept.entries().front()->reader_left);
}

asio::awaitable<void> hears_that_it_broke_off(talk& with)
{
    auto answer = co_await ask(with);
    EXPECT_TRUE(answer);
    if (!answer) co_return;
    const auto all = co_await http::read_all(**answer, 1024);
    EXPECT_EQ(all.error().code, errc::closed);
    co_await stop(with);
}

TEST(Recorder, CutsTheAnswerWhereTheHostDoes)
{
    talk with({{stream_head + chunk("data: 1\n\n"), after::close}});
    with.run(hears_that_it_broke_off);
    EXPECT_NE(with.recorded().find("fault: {kind: close, after_events: 1}"), std::string::npos);
    EXPECT_EQ(with.server->sum_up().counts.recorded, 1U);
}

asio::awaitable<void> hears_nothing(talk& with)
{
    const auto answer = co_await ask(with);
    EXPECT_FALSE(answer);
    co_await stop(with);
}

TEST(Recorder, RecordsThatTheHostSaidNothing)
{
    talk with({{"", after::close}});
    with.run(hears_nothing);
    EXPECT_NE(with.recorded().find("fault: {kind: close, at: before_head}"), std::string::npos);
}

asio::awaitable<void> hears_it_twice(talk& with)
{
    for (int i = 0; i < 2; ++i) {
        auto answer = co_await ask(with);
        EXPECT_TRUE(answer);
        if (!answer) co_return;
        const auto all = co_await http::read_all(**answer, 1024);
        EXPECT_EQ(*all, "data: " + std::to_string(i) + "\n\n");
    }
    co_await stop(with);
}

TEST(Recorder, SavesNothingAsAProxy)
{
    const auto saying = [](const char* word) {
        return stream_head + chunk("data: " + std::string(word) + "\n\n") + "0\r\n\r\n";
    };
    talk with({{saying("0")}, {saying("1"), after::close}}, recording_mode::proxy);
    with.run(hears_it_twice);
    EXPECT_FALSE(std::filesystem::exists(with.where.path / "made"));
    EXPECT_EQ(with.server->sum_up().counts.passed_on, 2U);
    EXPECT_TRUE(with.server->sum_up().problems.empty());
}

asio::awaitable<void> goes_on_without_the_folder(talk& with)
{
    std::filesystem::remove_all(with.where.path / "made");
    auto answer = co_await ask(with);
    EXPECT_TRUE(answer);
    if (!answer) co_return;
    const auto all = co_await http::read_all(**answer, 1024);
    EXPECT_EQ(*all, "data: 1\n\n");
    co_await stop(with);
}

TEST(Recorder, AnswersAlsoWhenNothingCanBeSaved)
{
    talk with({{stream_head + chunk("data: 1\n\n") + "0\r\n\r\n", after::close}});
    with.run(goes_on_without_the_folder);
    const auto made = with.server->sum_up();
    ASSERT_EQ(made.problems.size(), 1U);
    EXPECT_TRUE(made.problems[0].starts_with("Request 1 was passed on and not recorded: "))
        << made.problems[0];
}

}  // namespace
}  // namespace parley::mock
