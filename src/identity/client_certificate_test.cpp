#include "identity/client_certificate.hpp"

#include "base/base64.hpp"
#include "base/run_on_loop.hpp"
#include "identity/testing/application_keys.hpp"
#include "identity/testing/scripted_host.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using namespace testing;
using namespace std::chrono_literals;

constexpr const char* token_body = R"({"expires_in":3599,"access_token":"a-token"})";

void set_up(scripted_host& machine)
{
    machine.files.insert_or_assign("/app.pem", pem(certificate_of(rsa_key())) + pkcs8(rsa_key()));
    machine.answers = {{json_answer(200, token_body)}};
}

client_certificate_options app()
{
    return {.tenant = "mine", .client_id = "app-1", .file = "/app.pem"};
}

result<access_token> ask(scripted_host& machine, client_certificate_options options)
{
    auto credential = make_client_certificate_credential(machine, std::move(options));
    if (!credential) return credential.error();
    asio::io_context loop;
    token_request request{.scopes = {"https://search.azure.com/.default"}};
    return run_on_loop(loop, (*credential)->get_token(std::move(request), machine.steady_now() + 90s));
}

// The header or claims of the assertion in the form that was sent.
std::string sent_part(const scripted_host& machine, std::size_t which)
{
    const auto& body = machine.calls.at(0).body;
    constexpr std::string_view name = "&client_assertion=";
    auto text = std::string_view(body).substr(body.find(name) + name.size());
    for (std::size_t i = 0; i < which; ++i) text.remove_prefix(text.find('.') + 1);
    text = text.substr(0, text.find('.'));
    std::string padded(text);
    std::ranges::replace(padded, '-', '+');
    std::ranges::replace(padded, '_', '/');
    while (padded.size() % 4 != 0) padded += '=';
    std::string bytes(padded.size() / 4 * 3, '\0');
    EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                    reinterpret_cast<const unsigned char*>(padded.data()), static_cast<int>(padded.size()));
    return bytes.substr(0, bytes.rfind('}') + 1);
}

TEST(ClientCertificate, GivesTheTokenForASignedAssertion)
{
    scripted_host machine;
    set_up(machine);
    const auto token = ask(machine, app());
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->text.reveal(), "a-token");
    EXPECT_NE(machine.calls.at(0).body.find("&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-"
                                            "assertion-type%3Ajwt-bearer&client_assertion=eyJ"),
              std::string::npos);
}

TEST(ClientCertificate, SignsForTheEndpointInUse)
{
    scripted_host machine;
    set_up(machine);
    auto options = app();
    options.entra.authority = "login.microsoftonline.us";
    ASSERT_TRUE(ask(machine, options));
    const auto claims = boost::json::parse(sent_part(machine, 1)).as_object();
    EXPECT_EQ(claims.at("aud").as_string(), machine.calls.at(0).url);
    EXPECT_EQ(claims.at("aud").as_string(), "https://login.microsoftonline.us/mine/oauth2/v2.0/token");
    EXPECT_EQ(claims.at("jti").as_string(), "00010203-0405-4607-8809-0a0b0c0d0e0f");
    EXPECT_EQ(claims.at("nbf").as_int64(), 1'769'860'800);
}

TEST(ClientCertificate, SendsItsChainOnlyWhenItIsWished)
{
    for (const auto chain : {certificate_chain::left_out, certificate_chain::sent}) {
        scripted_host machine;
        set_up(machine);
        auto options = app();
        options.chain = chain;
        ASSERT_TRUE(ask(machine, options));
        const auto header = boost::json::parse(sent_part(machine, 0)).as_object();
        EXPECT_EQ(header.contains("x5c"), chain == certificate_chain::sent);
    }
}

TEST(ClientCertificate, SignsTheOlderWayForAdfs)
{
    scripted_host machine;
    set_up(machine);
    auto options = app();
    options.tenant = "adfs";
    ASSERT_TRUE(ask(machine, options));
    EXPECT_EQ(boost::json::parse(sent_part(machine, 0)).at("alg").as_string(), "RS256");
}

TEST(ClientCertificate, SaysWhichFileCannotBeUsed)
{
    scripted_host machine;
    auto problem = ask(machine, app()).error();
    EXPECT_EQ(problem.code, errc::not_found);
    EXPECT_NE(problem.detail.find("/app.pem"), std::string::npos) << problem.detail;
    machine.files.insert_or_assign("/app.pem", std::string("hello"));
    problem = ask(machine, app()).error();
    EXPECT_EQ(problem.code, errc::invalid_input);
    EXPECT_EQ(problem.detail, "/app.pem: the client certificate file is neither PEM nor PFX");
}

}  // namespace
}  // namespace parley::identity
