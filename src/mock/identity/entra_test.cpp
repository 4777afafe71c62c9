#include "mock/identity/test_logins.hpp"

namespace parley::mock {
namespace {

using boost::json::object;

login_settings with_application(application one)
{
    login_settings made;
    made.applications.push_back(std::move(one));
    return made;
}

// Signed with `key`, as the certificate of an application would sign it.
std::string assertion(object claims, const signing_key& key = test_key())
{
    const auto text = unsigned_jwt({{"alg", "RS256"}, {"typ", "JWT"}}, claims);
    return text + "." + base64url(key.sign(text));
}

std::string with_assertion(const std::string& text)
{
    return "grant_type=client_credentials&client_id=app&scope=" + std::string(test_audience) +
           "/.default&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
           "&client_assertion=" +
           text;
}

object own_claims()
{
    return {{"iss", "app"},
            {"sub", "app"},
            {"aud", "http://mock.test:8080/" + std::string(test_tenant) + "/oauth2/v2.0/token"},
            {"exp", test_time.time_since_epoch().count() + 600}};
}

TEST(Entra, GivesATokenForASecretThatTheKeySetProves)
{
    login_test with;
    const auto answer = with.post(with_secret());
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const auto body = object_of(answer);
    EXPECT_EQ(text_in(body, "token_type"), "Bearer");
    EXPECT_EQ(body.at("expires_in").as_int64(), 3600);
    const auto claims = claims_in(answer);
    EXPECT_EQ(text_in(claims, "aud"), test_audience);
    EXPECT_EQ(text_in(claims, "tid"), test_tenant);
    EXPECT_EQ(text_in(claims, "iss"), "https://sts.windows.net/" + std::string(test_tenant) + "/");
    EXPECT_EQ(text_in(claims, "appid"), "app");
    EXPECT_EQ(time_claim(claims, "exp"), test_time.time_since_epoch().count() + 3600);

    const auto text = text_in(body, "access_token");
    const auto token = read_jwt(text);
    const auto keys = object_of(with.get("/" + std::string(test_tenant) + "/discovery/v2.0/keys"));
    EXPECT_EQ(text_claim(keys.at("keys").as_array().at(0).as_object(), "kid"),
              text_claim(token->header, "kid"));
    EXPECT_TRUE(is_signed_by(test_key().get(), "RS256", token->signed_text, token->signature));
}

TEST(Entra, RefusesWithTheNumberOfWhatIsWrong)
{
    login_settings settings = with_application({.client_id = "app", .secrets = {secret("right")}});
    settings.tenant = std::string(test_tenant);
    settings.resources = {std::string(test_audience)};
    login_test with(std::move(settings));
    EXPECT_EQ(with.post(with_secret("right")).status, 200U);
    const std::string other_scope = "grant_type=client_credentials&client_id=app&client_secret=right&scope=";
    struct {
        std::string form;
        std::string tenant;
        unsigned status;
        std::int64_t number;
    } const cases[] = {
        {with_secret("wrong"), std::string(test_tenant), 401, 7000215},
        {with_secret("right"), "other.example", 400, 90002},
        {with_secret("right"), "not_a_tenant", 400, 900023},
        {"client_id=app", std::string(test_tenant), 400, 900144},
        {"grant_type=password&client_id=app", std::string(test_tenant), 400, 70003},
        {"grant_type=client_credentials&client_id=app", std::string(test_tenant), 401, 7000218},
        {"grant_type=client_credentials&client_id=no", std::string(test_tenant), 400, 700016},
        {other_scope + "https%3A%2F%2Fno.example%2F.default", std::string(test_tenant), 400, 500011},
        {other_scope + "User.Read", std::string(test_tenant), 400, 1002012},
        {other_scope + "a%2F.default+b%2F.default", std::string(test_tenant), 400, 70011},
    };
    for (const auto& each : cases) {
        const auto answer = with.post(each.form, each.tenant);
        EXPECT_EQ(answer.status, each.status) << each.form;
        EXPECT_EQ(number_of(answer), each.number) << each.form << " " << answer.body;
        EXPECT_EQ(answer.body.find("right"), std::string::npos) << "no answer repeats a secret";
    }
}

TEST(Entra, TakesAnAssertionOnlyWithARegisteredCertificateAndInItsTime)
{
    login_test with;
    EXPECT_EQ(with.post(with_assertion(assertion(own_claims()))).status, 200U);  // nothing is registered
    const auto number_for = [&](const object& claims) {
        return number_of(with.post(with_assertion(assertion(claims))));
    };
    auto wrong = own_claims();
    wrong["sub"] = "somebody";
    EXPECT_EQ(number_for(wrong), 700021);
    wrong = own_claims();
    wrong["aud"] = "http://elsewhere.test/oauth2/v2.0/token";
    EXPECT_EQ(number_for(wrong), 700023);
    wrong = own_claims();
    wrong["exp"] = test_time.time_since_epoch().count() - 301;
    EXPECT_EQ(number_for(wrong), 700024);
    EXPECT_EQ(number_of(with.post(with_assertion("no.jwt"))), 50027);

    login_test strict(with_application({.client_id = "app", .secrets = {secret("right")}}));
    EXPECT_EQ(number_of(strict.post(with_assertion(assertion(own_claims())))), 700027);
}

TEST(Entra, TakesAWorkloadOfAKnownIssuerSubjectAndAudience)
{
    login_test with(with_application({.client_id = "app", .federations = {{"https://oidc.test/", "pod"}}}));
    object claims{{"iss", "https://oidc.test/"}, {"sub", "pod"}, {"aud", "api://AzureADTokenExchange"}};
    EXPECT_EQ(with.post(with_assertion(assertion(claims))).status, 200U);
    for (const auto& [name, number] :
         {std::pair("iss", 700211), std::pair("sub", 700213), std::pair("aud", 700212)}) {
        auto other = claims;
        other[name] = "other";
        EXPECT_EQ(number_of(with.post(with_assertion(assertion(other)))), number) << name;
    }
}

TEST(Entra, SaysAnErrorWithItsTraceAndTheCorrelationOfTheClient)
{
    login_test with;
    http::request from;
    from.method = "POST";
    from.path = "/common/oauth2/v2.0/token";
    from.headers.set("client-request-id", "mine");
    const auto answer = with.ask(std::move(from)).response;
    const auto body = object_of(answer);
    EXPECT_EQ(text_in(body, "correlation_id"), "mine");
    EXPECT_EQ(text_in(body, "timestamp"), "2027-01-15 08:00:00Z");
    EXPECT_TRUE(text_in(body, "error_description").starts_with("AADSTS900144: ")) << answer.body;
    EXPECT_NE(text_in(body, "error_description").find("Trace ID: " + text_in(body, "trace_id")),
              std::string::npos);
}

TEST(Discovery, NamesTheEndpointsByTheAddressThatWasAsked)
{
    login_test with;
    const auto newer = object_of(with.get("/common/v2.0/.well-known/openid-configuration"));
    EXPECT_EQ(text_in(newer, "issuer"), "http://mock.test:8080/common/v2.0");
    EXPECT_EQ(text_in(newer, "token_endpoint"), "http://mock.test:8080/common/oauth2/v2.0/token");
    EXPECT_EQ(text_in(newer, "jwks_uri"), "http://mock.test:8080/common/discovery/v2.0/keys");
    const auto older = object_of(with.get("/t/.well-known/openid-configuration"));
    EXPECT_EQ(text_in(older, "issuer"), "https://sts.windows.net/t/");
    with.state.tls_port = 8080;
    EXPECT_EQ(text_in(object_of(with.get("/t/v2.0/.well-known/openid-configuration")), "issuer"),
              "https://mock.test:8080/t/v2.0");
}

}  // namespace
}  // namespace parley::mock
