// A fetch may be cancelled wherever it waits: it ends at once, and its connection is closed.
#include "http/testing/cancel_at_each_step.hpp"
#include "http/testing/refused_certificates.hpp"
#include "http/testing/scripted_origin.hpp"
#include "identity/client_secret.hpp"
#include "identity/system_host.hpp"

namespace parley::identity {
namespace {

using http::testing::cancel_at_each_step;
using http::testing::scripted_origin;

const bool forgotten = http::testing::forget_the_systems_authorities();
const auto authority = http::testing::make_certificate({.name = "Test authority", .alternatives = ""});
const auto shown = certificate_of_this_machine(authority);

const std::string half_an_answer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"access_token\":";

// The token endpoint is away first, asks for a pause, and then begins an answer that it never ends.
struct token_fetch {
    explicit token_fetch(const std::string& pause_seconds)
        : away_("HTTP/1.1 503 Away\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: " +
                pause_seconds + "\r\n\r\n")
    {
        EXPECT_TRUE(forgotten);
        client_secret_options options{
            .tenant = "tenant", .client_id = "client", .client_secret = secret("hush")};
        options.entra.authority = "https://" + origin_.authority();
        credential_ = *make_client_secret_credential(machine_, std::move(options));
    }

    asio::io_context loop;

    asio::awaitable<result<void>> work()
    {
        token_request request;
        request.scopes = {"https://cognitiveservices.azure.com/.default"};
        const auto until = deadline_after(std::chrono::seconds(90));
        const auto token = co_await credential_->get_token(std::move(request), until);
        co_return token ? result<void>() : token.error();
    }

    std::string stage() const
    {
        if (origin_.connections == 0) return "connecting";
        if (origin_.peers_gone == origin_.connections) return "pausing before another try";
        if (origin_.handshakes < origin_.connections) return "agreeing on TLS";
        if (origin_.requests.size() < origin_.connections) return "sending";
        return origin_.connections == 1 ? "waiting for a refusal" : "reading the answer";
    }

    asio::awaitable<bool> is_clean()
    {
        const auto loop_now = co_await asio::this_coro::executor;
        for (int i = 0; i < 10; ++i) co_await asio::post(loop_now, asio::use_awaitable);
        co_return (co_await finish_before(deadline_after(std::chrono::seconds(5)), all_gone())).has_value();
    }

    asio::awaitable<bool> stop()
    {
        origin_.stop();
        co_return true;
    }

private:
    asio::awaitable<result<void>> all_gone()
    {
        co_await origin_.wait_until_gone(origin_.connections);
        co_return result<void>();
    }

    std::string away_;
    std::unique_ptr<boost::asio::ssl::context> tls_ = make_server_context(shown);
    scripted_origin origin_{loop, {{{away_}}, {{half_an_answer}}}, tls_.get()};
    system_host machine_{{}, {authority.pem()}};
    std::unique_ptr<token_credential> credential_;
};

std::set<std::string> stages_with_pause(const std::string& seconds)
{
    return cancel_at_each_step<token_fetch>([&] { return std::make_unique<token_fetch>(seconds); });
}

TEST(TokenFetch, EndsWhereverItIsCancelled)
{
    const std::set<std::string> expected = {"connecting",
                                            "agreeing on TLS",
                                            "sending",
                                            "waiting for a refusal",
                                            "pausing before another try",
                                            "reading the answer"};
    EXPECT_EQ(stages_with_pause("0"), expected);
}

TEST(TokenFetch, EndsAtOnceWhenItIsCancelledInALongPause)
{
    EXPECT_TRUE(stages_with_pause("60").contains("pausing before another try"));
}

}  // namespace
}  // namespace parley::identity
