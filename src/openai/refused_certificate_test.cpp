// A model host must prove who it is before it sees a question or a key.
#include "http/testing/refused_certificates.hpp"
#include "http/testing/scripted_origin.hpp"
#include "openai/chat.hpp"
#include "openai/embeddings.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using http::testing::certificate;
using http::testing::make_certificate;
using http::testing::scripted_origin;

const certificate authority = make_certificate({.name = "Test authority", .alternatives = ""});
const std::string whole_answer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 68\r\n\r\n"
    R"({"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]})";

struct asked {
    std::optional<error> chat_problem = {};
    std::optional<error> embeddings_problem = {};
    std::size_t requests = 0;
    std::size_t connections = 0;
};

asio::awaitable<void> ask(asked& seen, http::client& client, endpoint where)
{
    const deadline until = deadline_after(std::chrono::seconds(20));
    const auto model = connect(client, where);
    chat_request question{.model = "m", .messages = {{"user", "hello?"}}};
    const auto stream = co_await model->start(std::move(question), until);
    if (!stream) seen.chat_problem = stream.error();
    if (stream) co_return;
    const auto embedding = connect_embeddings(client, where, {});
    embedding_request texts{.model = "m", .texts = {"one"}};
    const auto vectors = co_await embedding->embed(std::move(texts), until);
    if (!vectors) seen.embeddings_problem = vectors.error();
}

asked ask_host_that_shows(const certificate& shown)
{
    asked seen;
    asio::io_context loop;
    const auto context = make_server_context(shown);
    scripted_origin origin(loop, {{{whole_answer}}}, context.get());
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{}, http::tls_settings{authority.pem()});
    endpoint where{.base_url = "https://" + origin.authority() + "/v1", .credentials = secret("sk-1")};
    asio::co_spawn(loop, ask(seen, *client, std::move(where)), [&](std::exception_ptr thrown) {
        client.reset();
        origin.stop();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    seen.requests = origin.requests.size();
    seen.connections = origin.connections;
    return seen;
}

void expect_refusal(const std::optional<error>& problem, const http::testing::refused_certificate& why)
{
    ASSERT_TRUE(problem) << why.what;
    EXPECT_EQ(problem->code, errc::upstream_rejected) << why.what;
    EXPECT_TRUE(problem->detail.starts_with("the certificate of 127.0.0.1:")) << problem->detail;
    EXPECT_NE(problem->detail.find(why.problem), std::string::npos) << problem->detail;
    EXPECT_TRUE(problem->detail.ends_with(why.remedy)) << problem->detail;
}

TEST(ModelHost, IsAskedWhenItsCertificateIsGood)
{
    const auto seen = ask_host_that_shows(certificate_of_this_machine(authority));
    EXPECT_FALSE(seen.chat_problem) << seen.chat_problem->detail;
    EXPECT_EQ(seen.requests, 1U);
}

TEST(ModelHost, SeesNothingWhenItsCertificateIsBadAndIsNotTriedAgain)
{
    for (const auto& each : http::testing::refused_certificates(authority)) {
        const auto seen = ask_host_that_shows(each.shown);
        expect_refusal(seen.chat_problem, each);
        expect_refusal(seen.embeddings_problem, each);
        EXPECT_EQ(seen.requests, 0U) << each.what;
        EXPECT_EQ(seen.connections, 2U) << each.what;  // one for each of the two calls
    }
}

}  // namespace
}  // namespace parley::openai
