#include "http/tls.hpp"

#include "http/client.hpp"
#include "http/testing/refused_certificates.hpp"
#include "http/testing/scripted_origin.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

using namespace std::chrono_literals;
using testing::after;
using testing::certificate;
using testing::connection_script;
using testing::make_certificate;
using testing::scripted_origin;

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const certificate authority = make_certificate({.name = "Test authority", .alternatives = ""});

certificate server_certificate(std::string alternatives)
{
    return make_certificate({.name = "server", .alternatives = std::move(alternatives)}, &authority);
}

struct tls_talk {
    certificate shown;
    std::string host = "127.0.0.1";
    std::string trusted_pem = authority.pem();
    std::vector<connection_script> scripts = {{{hello}}};
    int requests = 1;
    proxy_settings proxies = {};

    std::vector<result<std::string>> answers = {};
    std::vector<std::string> seen = {};
    std::size_t connections = 0;
};

asio::awaitable<bool> ask_in_turn(tls_talk& script, scripted_origin& origin, client& with)
{
    for (int i = 0; i < script.requests; ++i) {
        client_request request{.url = "https://" + script.host + ":" + std::to_string(origin.port()) + "/"};
        auto response = co_await with.start(std::move(request), deadline_after(10s));
        if (response)
            script.answers.push_back(co_await read_all(**response, 1000));
        else
            script.answers.emplace_back(response.error());
    }
    script.seen = origin.requests;
    script.connections = origin.connections;
    origin.stop();
    co_return true;
}

tls_talk run(tls_talk script)
{
    asio::io_context loop;
    const auto server_context = make_server_context(script.shown);
    scripted_origin origin(loop, script.scripts, server_context.get());
    if (!script.proxies.https_proxy.empty()) script.proxies.https_proxy = "http://" + origin.authority();
    std::optional<client> with(std::in_place, loop.get_executor(), client_limits{}, script.proxies,
                               tls_settings{script.trusted_pem});
    asio::co_spawn(loop, ask_in_turn(script, origin, *with), [&with](std::exception_ptr thrown, bool) {
        with.reset();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    return script;
}

TEST(Tls, TrustsACertificateOfAnAuthorityThatIsTrusted)
{
    const auto by_address = run({.shown = server_certificate("IP:127.0.0.1")});
    EXPECT_EQ(*by_address.answers.at(0), "hello");
    const auto by_name = run({.shown = server_certificate("DNS:localhost"), .host = "localhost"});
    EXPECT_EQ(*by_name.answers.at(0), "hello");
}

TEST(Tls, UsesAConnectionAgain)
{
    const auto done = run({.shown = server_certificate("IP:127.0.0.1"),
                           .scripts = {{{hello}, {hello}, {hello}}},
                           .requests = 3});
    for (const auto& each : done.answers) EXPECT_EQ(*each, "hello");
    EXPECT_EQ(done.connections, 1U);
}

void expect_refusal(tls_talk script, const std::string& words)
{
    const auto done = run(std::move(script));
    ASSERT_TRUE(done.answers.at(0).has_error());
    const error problem = done.answers[0].error();
    EXPECT_EQ(problem.code, errc::upstream_rejected);
    EXPECT_NE(problem.detail.find(words), std::string::npos) << problem.detail;
    EXPECT_TRUE(done.seen.empty());  // not one byte of the request
}

TEST(Tls, RefusesABadCertificateAndSaysWhatIsWrongAndWhatWouldHelp)
{
    for (const auto& each : testing::refused_certificates(authority)) {
        expect_refusal({.shown = each.shown}, "the certificate of 127.0.0.1:");
        expect_refusal({.shown = each.shown}, each.problem);
        expect_refusal({.shown = each.shown}, each.remedy);
    }
}

TEST(Tls, RefusesACertificateForAnotherName)
{
    expect_refusal({.shown = server_certificate("DNS:other.example"), .host = "localhost"},
                   "is for another name");
}

TEST(Tls, TrustsACertificateThatIsSignedByItselfWhenItIsNamed)
{
    const auto self = make_certificate({.name = "self", .alternatives = "IP:127.0.0.1"});
    EXPECT_EQ(*run({.shown = self, .trusted_pem = self.pem()}).answers.at(0), "hello");
}

TEST(Tls, RefusesOldProtocols)
{
    const auto context = make_tls_context({});
    ASSERT_TRUE(context);
    EXPECT_EQ(SSL_CTX_get_min_proto_version((*context)->native_handle()), TLS1_2_VERSION);
}

TEST(Tls, SaysWhenExtraCertificatesAreNotPem)
{
    EXPECT_EQ(make_tls_context({.extra_ca_pem = "nonsense"}).error().code, errc::invalid_input);
}

TEST(Tls, AgreesWithTheServerThroughAProxysTunnel)
{
    const auto done =
        run({.shown = server_certificate("DNS:model.example"),
             .host = "model.example",
             .scripts = {{{"HTTP/1.1 200 Connection established\r\n\r\n", after::tls}, {hello}}},
             .proxies = {.https_proxy = "the origin"}});
    EXPECT_EQ(*done.answers.at(0), "hello");
    EXPECT_TRUE(done.seen.at(0).starts_with("CONNECT model.example:"));
    EXPECT_TRUE(done.seen.at(1).starts_with("GET / HTTP/1.1\r\nHost: model.example:"));
}

// A body without a length ends when the connection does; an attacker can end a connection, too.
TEST(Tls, DoesNotTakeACutConnectionForTheEndOfABody)
{
    const auto done = run({.shown = server_certificate("IP:127.0.0.1"),
                           .scripts = {{{"HTTP/1.1 200 OK\r\n\r\nhello", after::close}}}});
    EXPECT_EQ(done.answers.at(0).error().code, errc::closed);
}

}  // namespace
}  // namespace parley::http
