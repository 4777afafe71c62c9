// Many calls while their token expires, or is refused: one fetch from the token endpoint, and no call fails.
#include "base/task_group.hpp"
#include "http/testing/refused_certificates.hpp"
#include "http/testing/scripted_origin.hpp"
#include "identity/client_secret.hpp"
#include "identity/system_host.hpp"
#include "identity/token_cache.hpp"
#include "openai/chat.hpp"
#include "openai/testing/model_host.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using http::testing::scripted_origin;

constexpr std::size_t callers = 1000;
constexpr std::size_t calls_of_each = 2;

const auto authority = http::testing::make_certificate({.name = "Test authority", .alternatives = ""});

std::string token_answer(const std::string& token)
{
    const std::string body = R"({"token_type":"Bearer","expires_in":3600,"access_token":")" + token + "\"}";
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

// This machine, whose clocks the test can move on.
class machine_with_moving_clocks final : public identity::host {
public:
    std::chrono::seconds passed{0};

    identity::wall_time wall_now() const override { return real_.wall_now() + passed; }
    std::chrono::steady_clock::time_point steady_now() const override { return real_.steady_now() + passed; }
    std::optional<std::string> variable(const std::string&) const override { return std::nullopt; }
    result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) const override
    {
        return real_.read_file(path, bytes_max);
    }
    void fill_random(std::span<std::byte> bytes) const override { real_.fill_random(bytes); }
    asio::awaitable<result<identity::http_answer>> exchange(identity::http_call call, deadline) const override
    {
        return real_.exchange(std::move(call), deadline_after(30s));
    }
    asio::awaitable<result<identity::program_output>> run_program(identity::program_call call,
                                                                  deadline) const override
    {
        return real_.run_program(std::move(call), deadline_after(30s));
    }
    asio::awaitable<result<void>> sleep_until(deadline) const override
    {
        return real_.sleep_until(deadline_after(0s));
    }

private:
    identity::system_host real_{{}, {authority.pem()}};
};

enum class old_token { stays_good, is_refused };

struct rush {
    explicit rush(old_token fate) : fate_(fate) {}

    std::size_t fetched = 0;
    std::size_t answered = 0;
    std::size_t refused = 0;  // by the host, with status 401
    std::vector<std::string> problems = {};

    void run()
    {
        asio::co_spawn(loop_, ask_all(), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        loop_.run();
    }

private:
    static constexpr std::size_t answers_before_expiry = callers / 3;

    http::response answer(const http::request& what)
    {
        const bool is_old = what.headers.find("Authorization") == "Bearer token-1";
        if (++answers_ == answers_before_expiry) machine_.passed = 2h;
        const bool has_expired = machine_.passed != 0s;
        if (is_old && has_expired && fate_ == old_token::is_refused) {
            ++refused;
            return {.status = 401,
                    .headers = {{"Content-Type", "application/json"}},
                    .body = R"({"error":{"code":"401","message":"Token is expired."}})"};
        }
        return {.headers = {{"Content-Type", "application/json"}},
                .body = R"({"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]})"};
    }

    asio::awaitable<void> ask_in_turn(chat_model& model)
    {
        for (std::size_t i = 0; i < calls_of_each; ++i) {
            chat_request question{.model = "m", .messages = {{"user", "hello?"}}, .how = delivery::whole};
            const auto stream = co_await model.start(std::move(question), deadline_after(50s));
            if (stream)
                ++answered;
            else
                problems.push_back(stream.error().detail);
        }
    }

    asio::awaitable<void> ask_all()
    {
        identity::client_secret_options options{
            .tenant = "tenant", .client_id = "client", .client_secret = secret("hush")};
        options.entra.authority = "https://" + endpoint_.authority();
        auto made = make_client_secret_credential(machine_, std::move(options));
        std::shared_ptr<identity::token_credential> credential = *std::move(made);
        no_log log;
        identity::token_cache cache(std::move(credential), machine_, log);
        identity::token_request wanted{.scopes = {"https://cognitiveservices.azure.com/.default"}};
        const auto tokens = cache.tokens_for(std::move(wanted));
        std::optional<http::client> client(std::in_place, loop_.get_executor(), http::client_limits{},
                                           http::proxy_settings{});
        const auto model = connect(*client, {.base_url = host_.url(), .credentials = tokens.get()});
        task_group group(loop_.get_executor());
        for (std::size_t i = 0; i < callers; ++i) group.spawn(ask_in_turn(*model));
        const auto ended = co_await group.wait(deadline_after(55s));
        EXPECT_TRUE(ended);
        fetched = endpoint_.requests.size();
        client.reset();
        endpoint_.stop();
        co_await host_.stop();
    }

    old_token fate_;
    std::size_t answers_ = 0;
    asio::io_context loop_{1};
    std::unique_ptr<boost::asio::ssl::context> tls_ =
        make_server_context(certificate_of_this_machine(authority));
    scripted_origin endpoint_{
        loop_, {{{token_answer("token-1")}}, {{token_answer("token-2")}}, {{token_answer("x")}}}, tls_.get()};
    machine_with_moving_clocks machine_;
    testing::model_host host_{loop_, [this](const http::request& what) { return answer(what); }, 5ms};
};

TEST(ExpiringToken, IsFetchedOnceForAThousandCallersAndNoCallFails)
{
    rush seen(old_token::stays_good);
    seen.run();
    EXPECT_EQ(seen.problems, std::vector<std::string>());
    EXPECT_EQ(seen.answered, callers * calls_of_each);
    EXPECT_EQ(seen.fetched, 2U);  // the first one, and the one after it
}

// Calls that were on their way when the token expired are refused, and asked again with the new one.
TEST(ExpiringToken, IsFetchedOnceWhenTheHostRefusesTheOldOneOfManyCallers)
{
    rush seen(old_token::is_refused);
    seen.run();
    EXPECT_EQ(seen.problems, std::vector<std::string>());
    EXPECT_EQ(seen.answered, callers * calls_of_each);
    EXPECT_GT(seen.refused, 0U);
    EXPECT_EQ(seen.fetched, 2U);
}

}  // namespace
}  // namespace parley::openai
