#include "mock/identity/login_reader.hpp"
#include "mock/identity/test_logins.hpp"

namespace parley::mock {
namespace {

login_settings read(const std::string& text)
{
    auto made = read_logins(text, "identity.yaml", {});
    for (const auto& each : made.mistakes) ADD_FAILURE() << to_line(each);
    return std::move(made.settings);
}

TEST(LoginFaults, FailSoManyTimesAndThenNoMore)
{
    login_test with(read("faults: [{at: imds, after: 1, times: 2, status: 429, retry_after_s: 3}]"));
    EXPECT_EQ(with.imds().status, 200U);
    for (int i = 0; i < 2; ++i) {
        const auto busy = with.imds();
        EXPECT_EQ(busy.status, 429U);
        EXPECT_EQ(busy.headers.find("Retry-After"), "3");
        EXPECT_EQ(with.post(with_secret()).status, 200U);  // another place
    }
    EXPECT_EQ(with.imds().status, 200U);
    EXPECT_EQ(with.state.asked[static_cast<std::size_t>(login_source::imds)], 4U);
}

TEST(LoginFaults, SpeakAsThePlaceDoes)
{
    login_test with(read("faults: [{status: 500}]"));
    EXPECT_EQ(text_in(object_of(with.imds()), "error"), "mock_fault");
    EXPECT_EQ(number_of(with.post(with_secret())), 90033);
    const auto app = with.get("/msi/token?api-version=2019-08-01");
    EXPECT_EQ(object_of(app).at("statusCode").as_int64(), 500);
    with.state.use(read("faults: [{at: entra, aadsts: 7000222}]"));
    EXPECT_EQ(with.post(with_secret()).status, 401U);
    EXPECT_EQ(number_of(with.post(with_secret())), 7000222);
    with.state.use(read("faults: [{status: 200, body: <html>, content_type: text/html}]"));
    EXPECT_EQ(with.imds().body, "<html>");
    EXPECT_EQ(with.imds().headers.find("Content-Type"), "text/html");
}

TEST(LoginFaults, DelayCutAndSkew)
{
    login_test with(
        read("tokens: {skew_s: 120, refresh_in_s: 60, groups: [g]}\n"
             "faults: [{delay_ms: 50, connection: reset}]"));
    http::request from;
    from.method = "POST";
    from.path = "/t/oauth2/v2.0/token";
    from.body = with_secret();
    const auto answer = with.ask(from);
    EXPECT_EQ(answer.delay, std::chrono::milliseconds(50));
    EXPECT_EQ(answer.connection, login_fault::ending::reset);
    EXPECT_EQ(object_of(answer.response).at("refresh_in").as_int64(), 60);
    const auto claims = claims_in(answer.response);
    EXPECT_EQ(time_claim(claims, "nbf"), test_time.time_since_epoch().count() + 120);
    EXPECT_EQ(claims.at("groups").as_array().at(0).as_string(), "g");
}

TEST(LoginReader, TellsEveryMistakeWithItsLine)
{
    const auto read = read_logins(
        "tenat: x\n"
        "applications:\n"
        "  - {secrets: [a]}\n"
        "faults:\n"
        "  - {at: imsd, status: 429}\n"
        "  - {at: imds, aadsts: 1}\n"
        "  - {times: 2}\n",
        "f.yaml", {});
    std::vector<std::string> lines;
    for (const auto& each : read.mistakes) lines.push_back(to_line(each).substr(0, 40));
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_TRUE(lines[0].starts_with("f.yaml:1: an identity file has no `tenat")) << lines[0];
    EXPECT_TRUE(lines[1].starts_with("f.yaml:3: `client_id` is missing")) << lines[1];
    EXPECT_TRUE(lines[2].starts_with("f.yaml:5: `at` of a fault")) << lines[2];
    EXPECT_TRUE(lines[3].starts_with("f.yaml:6: only `entra`")) << lines[3];
    EXPECT_TRUE(lines[4].starts_with("f.yaml:7: a fault says")) << lines[4];
}

TEST(LoginReader, ReadsAllThatThereIs)
{
    const auto settings = read(R"(
tenant: 22222222-2222-2222-2222-222222222222
header: h
resources: [https://search.azure.com]
applications:
  - client_id: a
    object_id: o
    secrets: [s1, s2]
    federations: [{issuer: "https://i/", subject: sub}]
identities: [{client_id: c, resource_id: /r, system_assigned: true}]
tokens: {life_s: 60, expires_on_as: date, roles: [r], issuer: "https://own/"}
model: {token_required: true, audiences: [x], leeway_s: 5, without_role: [o]}
faults: [{at: arc, connection: stall}, {token: expired, times: 1}]
)");
    EXPECT_EQ(settings.applications.at(0).secrets.at(1).reveal(), "s2");
    EXPECT_EQ(settings.applications.at(0).federations.at(0).audience, "api://AzureADTokenExchange");
    EXPECT_EQ(settings.identities.at(0).kind, machine_identity::assigned::by_system);
    EXPECT_EQ(settings.tokens.life, std::chrono::seconds(60));
    EXPECT_EQ(settings.demands.need, token_demands::tokens::required);
    EXPECT_EQ(settings.faults.at(0).connection, login_fault::ending::stall);
    EXPECT_EQ(settings.faults.at(1).flaw, token_flaw::expired);
    EXPECT_EQ(settings.tokens.issuer, "https://own/");
}

}  // namespace
}  // namespace parley::mock
