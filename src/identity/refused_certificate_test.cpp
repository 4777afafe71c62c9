// A token endpoint must prove who it is before a secret is shown to it.
#include "base/run_on_loop.hpp"
#include "http/testing/refused_certificates.hpp"
#include "http/testing/scripted_origin.hpp"
#include "identity/client_secret.hpp"
#include "identity/system_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using http::testing::certificate;
using http::testing::make_certificate;
using http::testing::scripted_origin;

const certificate authority = make_certificate({.name = "Test authority", .alternatives = ""});
const std::string answer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n"
    R"({"access_token":"tok","expires_in":3600})";

struct asked {
    result<access_token> got;
    std::size_t requests;
};

asio::awaitable<result<access_token>> ask(token_credential& who, scripted_origin& origin)
{
    token_request request;
    request.scopes = {"https://cognitiveservices.azure.com/.default"};
    auto got = co_await who.get_token(std::move(request), deadline_after(std::chrono::seconds(20)));
    origin.stop();
    co_return got;
}

asked ask_endpoint_that_shows(const certificate& shown)
{
    asio::io_context loop;
    const auto context = make_server_context(shown);
    scripted_origin origin(loop, {{{answer}}}, context.get());
    const system_host machine({}, {authority.pem()});
    client_secret_options options{.tenant = "tenant", .client_id = "client", .client_secret = secret("hush")};
    options.entra.authority = "https://" + origin.authority();
    const auto credential = make_client_secret_credential(machine, std::move(options));
    auto got = run_on_loop(loop, ask(**credential, origin));
    return {std::move(got), origin.requests.size()};
}

TEST(TokenEndpoint, IsAskedWhenItsCertificateIsGood)
{
    const auto done = ask_endpoint_that_shows(certificate_of_this_machine(authority));
    ASSERT_TRUE(done.got);
    EXPECT_EQ(done.got->text.reveal(), "tok");
}

TEST(TokenEndpoint, GetsNoSecretWhenItsCertificateIsBadAndTheErrorSaysWhatWouldHelp)
{
    for (const auto& each : http::testing::refused_certificates(authority)) {
        const auto done = ask_endpoint_that_shows(each.shown);
        ASSERT_TRUE(done.got.has_error()) << each.what;
        const error problem = done.got.error();
        EXPECT_EQ(problem.code, errc::upstream_rejected) << each.what;
        EXPECT_TRUE(problem.detail.starts_with("asking the token endpoint: the certificate of 127.0.0.1:"))
            << problem.detail;
        EXPECT_NE(problem.detail.find(each.problem), std::string::npos) << problem.detail;
        EXPECT_NE(problem.detail.find(each.remedy), std::string::npos) << problem.detail;
        EXPECT_EQ(done.requests, 0U) << each.what;
    }
}

}  // namespace
}  // namespace parley::identity
