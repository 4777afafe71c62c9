// A call may be cancelled wherever it waits: it ends at once, and its connection is closed.
#include "http/testing/cancel_at_each_step.hpp"
#include "http/testing/refused_certificates.hpp"
#include "http/testing/scripted_origin.hpp"
#include "identity/testing/cached.hpp"
#include "openai/chat.hpp"
#include "openai/embeddings.hpp"
#include "openai/testing/model_host.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using http::testing::cancel_at_each_step;
using http::testing::scripted_origin;

const bool forgotten = http::testing::forget_the_systems_authorities();
const auto authority = http::testing::make_certificate({.name = "Test authority", .alternatives = ""});
const auto shown = certificate_of_this_machine(authority);

const std::string overloaded =
    "HTTP/1.1 503 Away\r\nretry-after-ms: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
const std::string broken = "HTTP/1.1 500 Broken\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
const std::string half_a_stream =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\"one\"}}]}\n\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\"two\"}}]}\n\ndata: {\"cho";
const std::string half_an_answer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"choices\":[{";
const std::string half_of_embeddings =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"data\":[{";

enum class what { chat_streamed, chat_whole, embeddings };

// Asked over TLS; the host is overloaded, then broken, then begins an answer that it never ends.
struct call_of_host {
    explicit call_of_host(what kind) : kind_(kind) { EXPECT_TRUE(forgotten); }

    asio::io_context loop;

    asio::awaitable<result<void>> work()
    {
        const auto until = deadline_after(60s);
        if (kind_ == what::embeddings) {
            embedding_request texts{.model = "m", .texts = {"one", "two"}};
            const auto made = co_await embedder_->embed(std::move(texts), until);
            co_return made ? result<void>() : made.error();
        }
        chat_request question{.model = "m", .messages = {{"user", "hello?"}}};
        if (kind_ == what::chat_whole) question.how = delivery::whole;
        auto stream = co_await model_->start(std::move(question), until);
        if (!stream) co_return stream.error();
        for (begun_ = true;; ++pieces_) {
            const auto piece = co_await finish_before(until, (*stream)->next());
            if (!piece) co_return piece.error();
            if (!*piece) co_return result<void>();
        }
    }

    std::string stage() const
    {
        if (origin_.connections == 0) return "connecting";
        if (begun_) return pieces_ == 0 ? "waiting for the first event" : "waiting between events";
        if (origin_.peers_gone == origin_.connections) return "pausing before another try";
        if (origin_.handshakes < origin_.connections) return "agreeing on TLS";
        if (origin_.requests.size() < origin_.connections) return "sending";
        return origin_.connections < 3 ? "waiting for a refusal" : "waiting for the answer";
    }

    bool may_succeed() const { return false; }

    // No connection went back into the pool, which is still there.
    asio::awaitable<bool> is_clean()
    {
        const auto loop_now = co_await asio::this_coro::executor;
        for (int i = 0; i < 10; ++i) co_await asio::post(loop_now, asio::use_awaitable);
        co_return (co_await finish_before(deadline_after(5s), all_gone())).has_value();
    }

    asio::awaitable<bool> stop()
    {
        client_.reset();
        origin_.stop();
        co_return true;
    }

private:
    asio::awaitable<result<void>> all_gone()
    {
        co_await origin_.wait_until_gone(origin_.connections);
        co_return result<void>();
    }

    const std::string& begun_answer() const
    {
        if (kind_ == what::embeddings) return half_of_embeddings;
        return kind_ == what::chat_whole ? half_an_answer : half_a_stream;
    }

    what kind_;
    std::unique_ptr<boost::asio::ssl::context> tls_ = make_server_context(shown);
    scripted_origin origin_{loop, {{{overloaded}}, {{broken}}, {{begun_answer()}}}, tls_.get()};
    std::optional<http::client> client_{std::in_place, loop.get_executor(), http::client_limits{},
                                        http::proxy_settings{}, http::tls_settings{authority.pem()}};
    endpoint where_{.base_url = "https://" + origin_.authority() + "/v1",
                    .credentials = secret("sk-1"),
                    .retries = {.first_wait = 1ms}};
    std::unique_ptr<chat_model> model_ = connect(*client_, where_);
    std::unique_ptr<embedding_model> embedder_ = connect_embeddings(*client_, where_, {});
    bool begun_ = false;
    int pieces_ = 0;
};

std::set<std::string> stages_of(what kind)
{
    return cancel_at_each_step<call_of_host>([kind] { return std::make_unique<call_of_host>(kind); });
}

const std::set<std::string> before_the_answer = {"connecting",
                                                 "agreeing on TLS",
                                                 "sending",
                                                 "waiting for a refusal",
                                                 "pausing before another try",
                                                 "waiting for the answer"};

TEST(Cancel, EndsAStreamedChatWhereverItWaits)
{
    auto expected = before_the_answer;
    expected.insert({"waiting for the first event", "waiting between events"});
    EXPECT_EQ(stages_of(what::chat_streamed), expected);
}

TEST(Cancel, EndsAWholeChatWhereverItWaits)
{
    EXPECT_EQ(stages_of(what::chat_whole), before_the_answer);
}

TEST(Cancel, EndsEmbeddingsWhereverTheyWait)
{
    EXPECT_EQ(stages_of(what::embeddings), before_the_answer);
}

const char* const hello_answer = R"({"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]})";

http::response answer_hello(const http::request&)
{
    return {.headers = {{"Content-Type", "application/json"}}, .body = hello_answer};
}

// Two chats wait for the same token; the first one is cancelled.
struct two_who_share_a_token {
    two_who_share_a_token()
    {
        tokens_.source->mode = identity::testing::answering::when_released;
        others_.spawn(ask_beside());
        others_.spawn(release_later());
    }

    asio::io_context loop;

    asio::awaitable<result<void>> work() { return ask(); }

    std::string stage() const
    {
        if (tokens_.source->calls() == 0) return "before the fetch";
        return released_ ? "after the fetch" : "waiting for the token";
    }

    bool may_succeed() const { return released_; }

    asio::awaitable<bool> is_clean()
    {
        const auto waited = co_await others_.wait(deadline_after(5s));
        co_return waited&& other_answered_&& tokens_.source->calls() == 1;
    }

    asio::awaitable<bool> stop()
    {
        const auto waited = co_await others_.wait(deadline_after(5s));
        client_.reset();
        co_await host_.stop();
        co_return waited.has_value();
    }

private:
    asio::awaitable<result<void>> ask()
    {
        chat_request question{.model = "m", .messages = {{"user", "hello?"}}, .how = delivery::whole};
        const auto stream = co_await model_->start(std::move(question), deadline_after(60s));
        co_return stream ? result<void>() : stream.error();
    }

    asio::awaitable<void> ask_beside()
    {
        const auto asked = co_await ask();
        other_answered_ = asked.has_value();
    }

    asio::awaitable<void> release_later()
    {
        const auto loop_now = co_await asio::this_coro::executor;
        while (tokens_.source->calls() == 0) co_await asio::post(loop_now, asio::use_awaitable);
        for (int i = 0; i < 10; ++i) co_await asio::post(loop_now, asio::use_awaitable);
        released_ = true;
        tokens_.source->release();
    }

    identity::testing::cached tokens_;
    testing::model_host host_{loop, answer_hello};
    std::optional<http::client> client_{std::in_place, loop.get_executor(), http::client_limits{},
                                        http::proxy_settings{}};
    std::unique_ptr<chat_model> model_ =
        connect(*client_, {.base_url = host_.url(), .credentials = tokens_.tokens.get()});
    task_group others_{loop.get_executor()};
    bool released_ = false;
    bool other_answered_ = false;
};

TEST(Cancel, OfOneWhoWaitsForATokenDoesNoHarmToTheOtherOne)
{
    const auto stages =
        cancel_at_each_step<two_who_share_a_token>([] { return std::make_unique<two_who_share_a_token>(); });
    EXPECT_TRUE(stages.contains("waiting for the token"));
    EXPECT_TRUE(stages.contains("after the fetch"));
}

}  // namespace
}  // namespace parley::openai
