// Logins over real sockets, plain and TLS, on the loop of the test.
#include "http/client.hpp"
#include "http/server.hpp"
#include "mock/identity/login_reader.hpp"
#include "mock/identity/test_logins.hpp"
#include "mock/identity/tls_front.hpp"
#include "mock/mock_server.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

const std::string token_path = "/t/oauth2/v2.0/token";
const std::string ask_hello = R"({"model":"m","messages":[{"role":"user","content":"hello"}]})";

struct heard {
    unsigned status = 0;
    std::string body;
};

struct talk {
    asio::io_context loop;
    no_log log;
    std::unique_ptr<mock_server> server;
    std::unique_ptr<tls_front> front;
    std::optional<http::client> client;

    explicit talk(const std::string& logins)
    {
        mock_settings settings;
        settings.matching.otherwise.emplace();
        settings.logins = read_logins(logins, "identity.yaml", {}).settings;
        server = *mock_server::listen(loop, {}, std::move(settings), log);
        auto certificate = make_tls_certificate("127.0.0.1");
        const auto trusted = certificate.authority_pem;
        front = std::make_unique<tls_front>(
            loop, *http::listen(loop, "127.0.0.1", 0), std::move(certificate),
            asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), server->port()));
        server->state().login.tls_port = front->port();
        client.emplace(loop.get_executor(), http::client_limits{}, http::proxy_settings{},
                       http::tls_settings{trusted});
    }

    void run(asio::awaitable<void> (*test)(talk&))
    {
        const auto rethrow = [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        };
        asio::co_spawn(loop, server->run(), rethrow);
        asio::co_spawn(loop, front->run(), rethrow);
        asio::co_spawn(loop, test(*this), rethrow);
        loop.run_for(60s);
    }

    std::string plain(const std::string& path) const
    {
        return "http://127.0.0.1:" + std::to_string(server->port()) + path;
    }
    std::string secure(const std::string& path) const
    {
        return "https://127.0.0.1:" + std::to_string(front->port()) + path;
    }
};

asio::awaitable<heard> ask(talk& with, http::client_request wanted)
{
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(30s));
    if (!answer) co_return heard{0, answer.error().detail};
    auto text = co_await http::read_all(**answer, 1024 * 1024);
    co_return heard{(*answer)->status(), text ? *text : text.error().detail};
}

asio::awaitable<heard> post(talk& with, std::string url, std::string body, std::string bearer = {})
{
    http::client_request wanted{.method = "POST", .url = std::move(url), .body = std::move(body)};
    const bool is_form = !wanted.body.starts_with('{');
    wanted.headers.set("Content-Type", is_form ? "application/x-www-form-urlencoded" : "application/json");
    wanted.bearer = secret(std::move(bearer));
    co_return co_await ask(with, std::move(wanted));
}

asio::awaitable<void> stop(talk& with)
{
    with.client.reset();
    co_await with.server->stop(deadline_after(5s));
    co_await with.front->stop(deadline_after(5s));
}

asio::awaitable<void> logs_in_and_asks(talk& with)
{
    const auto url = with.secure("/openai/v1/chat/completions");
    const auto without = co_await post(with, url, ask_hello);
    EXPECT_EQ(without.status, 401U);
    EXPECT_NE(without.body.find("\"statusCode\":401"), std::string::npos) << without.body;

    const auto given = co_await post(with, with.secure(token_path), with_secret("hush%26hush"));
    EXPECT_EQ(given.status, 200U) << given.body;
    const auto token = text_in(object_of({200, {}, given.body}), "access_token");
    const auto answered = co_await post(with, url, ask_hello, token);
    EXPECT_EQ(answered.status, 200U) << answered.body;

    http::client_request known{.url = with.secure("/t/v2.0/.well-known/openid-configuration")};
    const auto about = co_await ask(with, std::move(known));
    EXPECT_NE(about.body.find("\"token_endpoint\":\"" + with.secure(token_path)), std::string::npos)
        << about.body;

    http::client_request journal{.url = with.plain("/__mock/journal?endpoint=entra")};
    const auto kept = co_await ask(with, std::move(journal));
    EXPECT_NE(kept.body.find("\"outcome\":\"login\""), std::string::npos) << kept.body;
    EXPECT_NE(kept.body.find("client_secret=***"), std::string::npos) << kept.body;
    EXPECT_EQ(kept.body.find("hush"), std::string::npos) << kept.body;
    EXPECT_EQ(with.server->sum_up().counts.logins, 2U);
    EXPECT_EQ(with.server->sum_up().counts.refused, 1U);
    EXPECT_TRUE(with.server->sum_up().problems.empty());
    co_await stop(with);
}

TEST(ServeLogin, GivesTokensOverTlsThatTheModelWants)
{
    talk with("model: {token_required: true}");
    with.run(logs_in_and_asks);
}

asio::awaitable<void> rotates(talk& with)
{
    const auto given = co_await post(with, with.plain(token_path), with_secret());
    const auto token = text_in(object_of({200, {}, given.body}), "access_token");
    const auto url = with.plain("/openai/v1/chat/completions");
    auto answered = co_await post(with, url, ask_hello, token);
    EXPECT_EQ(answered.status, 200U) << answered.body;
    auto rotated = co_await post(with, with.plain("/__mock/keys"), "{}");
    EXPECT_EQ(rotated.status, 200U) << rotated.body;
    answered = co_await post(with, url, ask_hello, token);
    EXPECT_EQ(answered.status, 200U) << "the key before is still in the key set";
    rotated = co_await post(with, with.plain("/__mock/keys"), R"({"drop_old":true})");
    EXPECT_EQ(rotated.body, "{\"keys\":[]}\n");
    answered = co_await post(with, url, ask_hello, token);
    EXPECT_EQ(answered.status, 401U);
    const auto next = co_await post(with, with.plain(token_path), with_secret());
    const auto token_after = text_in(object_of({200, {}, next.body}), "access_token");
    answered = co_await post(with, url, ask_hello, token_after);
    EXPECT_EQ(answered.status, 200U) << answered.body;
    co_await stop(with);
}

TEST(ServeLogin, RotatesItsKeysWhenTold)
{
    talk with("model: {token_required: true}");
    with.run(rotates);
}

asio::awaitable<void> is_changed(talk& with)
{
    http::client_request change{.method = "PUT", .url = with.plain("/__mock/identity")};
    change.body = R"({"tenant": "t", "faults": [{"at": "entra", "times": 1, "connection": "reset"}]})";
    const auto changed = co_await ask(with, change);
    EXPECT_EQ(changed.status, 200U) << changed.body;
    EXPECT_NE(changed.body.find("AZURE_AUTHORITY_HOST\":\"" + with.secure("")), std::string::npos)
        << changed.body;
    const auto cut = co_await post(with, with.secure(token_path), with_secret());
    EXPECT_EQ(cut.status, 0U) << cut.body;
    const auto given = co_await post(with, with.secure(token_path), with_secret());
    EXPECT_EQ(given.status, 200U) << given.body;
    const auto other = co_await post(with, with.secure("/u/oauth2/v2.0/token"), with_secret());
    EXPECT_EQ(other.status, 400U);
    change.body = R"({"faults": [{"at": "entra"}]})";
    const auto refused = co_await ask(with, change);
    EXPECT_EQ(refused.status, 400U);
    const auto reset = co_await post(with, with.plain("/__mock/reset"), "{}");
    EXPECT_EQ(reset.status, 200U);
    EXPECT_TRUE(with.server->state().login.settings.tenant.empty()) << "as at the start";
    co_await stop(with);
}

TEST(ServeLogin, IsChangedWhileItRuns)
{
    talk with("{}");
    with.run(is_changed);
}

asio::awaitable<void> leaves_a_stalled_login(talk& with)
{
    asio::ip::tcp::socket raw(with.loop);
    co_await raw.async_connect({asio::ip::address_v4::loopback(), with.server->port()}, asio::use_awaitable);
    const std::string text = "POST " + token_path + " HTTP/1.1\r\nHost: mock\r\nContent-Length: 0\r\n\r\n";
    co_await asio::async_write(raw, asio::buffer(text), asio::use_awaitable);
    const auto& entries = with.server->state().kept.entries();
    while (entries.empty()) co_await asio::post(asio::use_awaitable);
    const auto entry = entries.front();
    while (entry->answer.how != ending::stall) co_await asio::post(asio::use_awaitable);
    EXPECT_FALSE(entry->took);
    raw.close();
    while (!entry->took) co_await asio::post(asio::use_awaitable);
    EXPECT_EQ(entry->answer.bytes, 0U);
    EXPECT_TRUE(entry->reader_left);
    co_await stop(with);
}

TEST(ServeLogin, StallsUntilTheClientLeaves)
{
    talk with("faults: [{connection: stall}]");
    with.run(leaves_a_stalled_login);
}

asio::awaitable<void> shakes_no_hands(talk& with)
{
    asio::ip::tcp::socket raw(with.loop);
    co_await raw.async_connect({asio::ip::address_v4::loopback(), with.front->port()}, asio::use_awaitable);
    co_await stop(with);  // returns although a client has not begun its handshake
    EXPECT_EQ(with.server->state().counts.requests, 0U);
}

TEST(TlsFront, StopsAlthoughAClientIsSilent)
{
    talk with("{}");
    with.run(shakes_no_hands);
    EXPECT_TRUE(with.loop.stopped());
}

}  // namespace
}  // namespace parley::mock
