// For tests: a mock behind a real socket on the loop of the test, and a client that asks it.
#pragma once

#include "http/client.hpp"
#include "mock/fixtures/fixture_reader.hpp"
#include "mock/mock_server.hpp"

#include <gtest/gtest.h>

namespace parley::mock {

struct talk {
    asio::io_context loop;
    no_log log;
    std::unique_ptr<mock_server> server;
    std::optional<http::client> client;

    explicit talk(const std::string& fixtures, mock_settings settings = {})
    {
        auto read = read_fixtures("version: 1\nfixtures:\n" + fixtures, "f.yaml");
        for (const auto& each : read.mistakes) ADD_FAILURE() << to_line(each);
        server = *mock_server::listen(loop, {}, std::move(settings), log);
        server->use(std::move(read.fixtures));
        client.emplace(loop.get_executor(), http::client_limits{}, http::proxy_settings{});
    }

    http::client_request request(std::string path, std::string body) const
    {
        return {.method = "POST",
                .url = "http://127.0.0.1:" + std::to_string(server->port()) + std::move(path),
                .headers = {{"Content-Type", "application/json"}},
                .body = std::move(body)};
    }

    void run(asio::awaitable<void> (*test)(talk&))
    {
        const auto rethrow = [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        };
        asio::co_spawn(loop, server->run(), rethrow);
        asio::co_spawn(loop, test(*this), rethrow);
        loop.run_for(std::chrono::seconds(60));
    }
};

inline const std::string ask_hello = R"({"model":"m","messages":[{"role":"user","content":"hello"}]})";
inline const std::string stream_hello =
    R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]})";

struct heard {
    unsigned status = 0;
    std::string body;
};

inline asio::awaitable<heard> ask(talk& with, std::string path, std::string body)
{
    auto wanted = with.request(std::move(path), std::move(body));
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(std::chrono::seconds(30)));
    if (!answer) co_return heard{0, answer.error().detail};
    auto text = co_await http::read_all(**answer, 1024 * 1024);
    co_return heard{(*answer)->status(), text ? *text : text.error().detail};
}

inline asio::awaitable<heard> ask_with(talk& with, std::string name, std::string value, std::string body)
{
    auto wanted = with.request("/v1/chat/completions", std::move(body));
    wanted.headers.set(name, value);
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(std::chrono::seconds(30)));
    if (!answer) co_return heard{0, answer.error().detail};
    auto text = co_await http::read_all(**answer, 1024 * 1024);
    co_return heard{(*answer)->status(), text ? *text : text.error().detail};
}

inline std::string problems_of(talk& with)
{
    std::string all;
    for (const auto& each : with.server->sum_up().problems) all += each + "\n";
    return all;
}

inline asio::awaitable<void> stop(talk& with)
{
    with.client.reset();
    co_await with.server->stop(deadline_after(std::chrono::seconds(5)));
}

}  // namespace parley::mock
