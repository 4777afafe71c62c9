#include "openai/detail/upstream_fixture.hpp"

#include <gtest/gtest.h>

namespace parley::openai {

using namespace std::chrono_literals;
using http::testing::scripted_origin;

const std::string one_answer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: req_1\r\nContent-Length: 2\r\n\r\n{}";

std::string refusal(const std::string& status, const std::string& code, const std::string& fields)
{
    const std::string body = R"({"error":{"message":"quoted question","code":")" + code + "\"}}";
    return "HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

asio::awaitable<bool> ask(talk& script, upstream& host)
{
    call what{.route = "/chat/completions", .model = "m", .body = R"({"model":"m"})"};
    auto got = co_await host.ask(std::move(what), deadline_after(script.patience));
    if (got)
        script.got = std::move(*got);
    else
        script.failure = got.error();
    co_return true;
}

talk run(talk script)
{
    asio::io_context loop;
    scripted_origin origin(loop, script.scripts);
    std::optional<http::client> client(std::in_place, loop.get_executor(), script.limits,
                                       http::proxy_settings{});
    if (script.where.base_url.empty()) script.where.base_url = origin.url(script.path);
    script.where.retries.first_wait = 1ms;
    upstream host(*client, script.where);
    asio::co_spawn(loop, ask(script, host), [&](std::exception_ptr thrown, bool) {
        client.reset();
        script.requests = origin.requests;
        origin.stop();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    return script;
}

void expect_failure(talk script, errc code, std::string_view words, std::size_t requests)
{
    const auto done = run(std::move(script));
    ASSERT_TRUE(done.failure) << words;
    EXPECT_EQ(done.failure->code, code) << done.failure->detail;
    EXPECT_NE(done.failure->detail.find(words), std::string::npos) << done.failure->detail;
    EXPECT_EQ(done.failure->detail.find("quoted question"), std::string::npos);
    EXPECT_EQ(done.requests.size(), requests);
}

bool has_line(const std::string& request, const std::string& line)
{
    return request.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace parley::openai
