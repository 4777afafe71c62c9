// People log in: with a browser and a code, at a device, with a refresh token, and through an application.
#include "http/query_value.hpp"
#include "mock/identity/test_logins.hpp"

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view address = "http://localhost:8400/back";
constexpr std::string_view verifier =
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";  // of RFC 7636, appendix B
constexpr std::string_view challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

login_settings with_people()
{
    login_settings made;
    made.people = {{.username = "ada@parley.test", .object_id = "oid-ada", .name = "Ada", .groups = {"g1"}},
                   {.username = "bob@parley.test"}};
    return made;
}

const std::string all_scopes =
    "openid+profile+offline_access+https%3A%2F%2Fcognitiveservices.azure.com%2F.default";

std::string authorize_path(const std::string& more = {})
{
    return "/" + std::string(test_tenant) +
           "/oauth2/v2.0/authorize?client_id=app&response_type=code&state=a%26b" +
           "&nonce=n1&redirect_uri=" + std::string(address) + "&scope=" + all_scopes + more;
}

std::string pkce()
{
    return "&code_challenge_method=S256&code_challenge=" + std::string(challenge);
}

// A parameter of where the browser is sent.
std::string sent(const http::response& back, std::string_view name)
{
    const auto to = std::string(back.headers.find("Location").value_or(""));
    return http::query_value(to.substr(std::min(to.size(), to.find_first_of("?#") + 1)), name).value_or("");
}

std::string code_form(const std::string& code,
                      const std::string& more = "&code_verifier=" + std::string(verifier))
{
    return "grant_type=authorization_code&client_id=app&client_info=1&code=" + code +
           "&redirect_uri=" + std::string(address) + more;
}

boost::json::object id_claims_in(const http::response& from)
{
    const auto text = text_in(object_of(from), "id_token");
    const auto read = read_jwt(text);
    if (read) return read->claims;
    ADD_FAILURE() << "no id token: " << from.body;
    return {};
}

TEST(Authorize, SendsTheBrowserBackWithACodeAndItsState)
{
    login_test with(with_people());
    const auto back = with.get(authorize_path(pkce() + "&login_hint=bob%40parley.test"));
    EXPECT_EQ(back.status, 302U);
    EXPECT_TRUE(back.headers.find("Location")->starts_with(std::string(address) + "?code=")) << back.body;
    EXPECT_EQ(sent(back, "state"), "a&b");
    const auto given = with.post(code_form(sent(back, "code")));
    ASSERT_EQ(given.status, 200U) << given.body;
    EXPECT_EQ(text_in(claims_in(given), "upn"), "bob@parley.test");
}

TEST(Authorize, AnswersInTheFragmentOrAsAFormWhereThatIsWanted)
{
    login_test with;
    const auto fragment = with.get(authorize_path("&response_mode=fragment"));
    EXPECT_TRUE(fragment.headers.find("Location")->starts_with(std::string(address) + "#code="));
    const auto form = with.get(authorize_path("&response_mode=form_post"));
    EXPECT_EQ(form.status, 200U);
    EXPECT_NE(form.body.find("name=\"state\" value=\"a&amp;b\""), std::string::npos) << form.body;
    EXPECT_EQ(form.body.find("Location"), std::string::npos);
}

TEST(Authorize, TellsTheApplicationWhatIsWrongAndThePersonWhereNoAddressIsKnown)
{
    auto settings = with_people();
    settings.applications = {{.client_id = "app", .redirect_uris = {std::string(address)}}};
    login_test with(std::move(settings));
    const auto number_back = [&](const std::string& more) {
        const auto back = with.get(authorize_path(more));
        EXPECT_EQ(back.status, 302U) << more;
        EXPECT_EQ(sent(back, "state"), "a&b") << more;
        return sent(back, "error_description").substr(0, sent(back, "error_description").find(':'));
    };
    EXPECT_EQ(number_back("&login_hint=eve%40parley.test"), "AADSTS50034");
    EXPECT_EQ(number_back("&code_challenge=short"), "AADSTS501491");
    with.state.change([] {
        auto next = with_people();
        next.faults = {{.at = login_source::authorize, .aadsts = 65004}};
        return next;
    }());
    EXPECT_EQ(sent(with.get(authorize_path()), "error"), "access_denied");

    login_settings strict;
    strict.applications = {{.client_id = "app", .redirect_uris = {"http://localhost/other"}}};
    login_test closed(std::move(strict));
    const auto shown = closed.get(authorize_path());
    EXPECT_EQ(shown.status, 400U);
    EXPECT_FALSE(shown.headers.find("Location"));
    EXPECT_NE(shown.body.find("AADSTS50011"), std::string::npos) << shown.body;
    login_test open;
    for (const auto* const bad :
         {"javascript%3Aalert(1)", "JavaScript%3Aalert(1)", "app%3A%2F%2Fa&response_mode=form_post",
          "http%3A%2F%2Fa%0d%0aX%3A1", "none", "http%3A%2F%2Fa%23b"}) {
        const auto refused = open.get(
            "/t/oauth2/v2.0/authorize?client_id=app&response_type=code&scope=openid"
            "&redirect_uri=" +
            std::string(bad));
        EXPECT_EQ(refused.status, 400U) << bad;
    }
}

TEST(AuthorizationCode, GivesTheTokensOfThePerson)
{
    login_test with(with_people());
    const auto given = with.post(code_form(sent(with.get(authorize_path(pkce())), "code")));
    ASSERT_EQ(given.status, 200U) << given.body;
    const auto claims = claims_in(given);
    EXPECT_EQ(text_in(claims, "aud"), test_audience);
    EXPECT_EQ(text_in(claims, "oid"), "oid-ada");
    EXPECT_EQ(text_in(claims, "scp"), "user_impersonation");
    EXPECT_EQ(text_in(claims, "appidacr"), "0");
    EXPECT_EQ(claims.at("groups").as_array().at(0).as_string(), "g1");
    const auto id = id_claims_in(given);
    EXPECT_EQ(text_in(id, "aud"), "app");
    EXPECT_EQ(text_in(id, "nonce"), "n1");
    EXPECT_EQ(text_in(id, "preferred_username"), "ada@parley.test");
    EXPECT_EQ(text_in(id, "iss"), "http://mock.test:8080/" + std::string(test_tenant) + "/v2.0");
    const auto info = decoded_base64url(text_in(object_of(given), "client_info"));
    EXPECT_EQ(info, R"({"uid":"oid-ada","utid":")" + std::string(test_tenant) + "\"}");
}

TEST(AuthorizationCode, IsGoodOnceInTimeAndForWhoeverAskedForIt)
{
    login_test with(with_people());
    const auto fresh = [&](const std::string& more) { return sent(with.get(authorize_path(more)), "code"); };
    EXPECT_EQ(number_of(with.post(code_form(fresh(pkce()), "&code_verifier=wrong"))), 501481);
    EXPECT_EQ(number_of(with.post(code_form(fresh(pkce()), ""))), 50148);
    EXPECT_EQ(number_of(with.post(code_form("code-unheard-of"))), 70000);
    EXPECT_EQ(number_of(with.post(code_form(fresh("")) + "&redirect_uri=x")),
              501481);  // a verifier for nothing
    auto elsewhere = code_form(fresh(""), "");
    elsewhere.replace(elsewhere.find("8400"), 4, "8401");
    EXPECT_EQ(number_of(with.post(elsewhere)), 500112);
    auto other = code_form(fresh(""), "");
    other.replace(other.find("client_id=app"), 13, "client_id=two");
    EXPECT_EQ(number_of(with.post(other)), 70000);

    const auto code = fresh(pkce());
    EXPECT_EQ(with.post(code_form(code)).status, 200U);
    EXPECT_EQ(number_of(with.post(code_form(code))), 54005);
    http::request late;
    late.method = "POST";
    late.path = "/t/oauth2/v2.0/token";
    late.body = code_form(fresh(pkce()));
    EXPECT_EQ(number_of(with.ask(late, test_time + 10min).response), 70008);
}

TEST(RefreshToken, GivesATokenForAnotherResourceAndIsForItsApplicationOnly)
{
    login_test with(with_people());
    const auto first = with.post(code_form(sent(with.get(authorize_path(pkce())), "code")));
    const auto form =
        "grant_type=refresh_token&client_id=app&refresh_token=" + text_in(object_of(first), "refresh_token") +
        "&scope=openid+https%3A%2F%2Fsearch.azure.com%2F.default";
    const auto second = with.post(form);
    ASSERT_EQ(second.status, 200U) << second.body;
    EXPECT_EQ(text_in(claims_in(second), "aud"), "https://search.azure.com");
    EXPECT_EQ(id_claims_in(second).if_contains("nonce"), nullptr);
    EXPECT_EQ(with.post(form).status, 200U) << "it is good more than once";
    auto other = form;
    other.replace(other.find("client_id=app"), 13, "client_id=two");
    EXPECT_EQ(number_of(with.post(other)), 70000);
    http::request late;
    late.method = "POST";
    late.path = "/t/oauth2/v2.0/token";
    late.body = form;
    EXPECT_EQ(number_of(with.ask(late, test_time + std::chrono::days(90)).response), 700082);
    with.state.use({});
    EXPECT_EQ(number_of(with.post(form)), 70000) << "a reset forgets who logged in";
}

struct device_test : login_test {
    std::string code;

    device_test() : login_test(with_people())
    {
        const auto begun = begin();
        code = text_in(object_of(begun), "device_code");
    }

    http::response begin()
    {
        http::request from;
        from.method = "POST";
        from.path = "/" + std::string(test_tenant) + "/oauth2/v2.0/devicecode";
        from.body = "client_id=app&scope=" + all_scopes;
        return ask(std::move(from)).response;
    }

    http::response poll(std::chrono::seconds after)
    {
        http::request from;
        from.method = "POST";
        from.path = "/" + std::string(test_tenant) + "/oauth2/v2.0/token";
        from.body =
            "client_id=app&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=" +
            code;
        return ask(std::move(from), test_time + after).response;
    }

    std::string error_after(std::chrono::seconds after) { return text_in(object_of(poll(after)), "error"); }

    device_login& waiting() { return *state.grants.devices.find(code); }
};

TEST(DeviceCode, WaitsUntilItIsApproved)
{
    device_test with;
    const auto pending = with.poll(0s);
    EXPECT_EQ(pending.status, 400U);
    EXPECT_EQ(number_of(pending), 70016);
    EXPECT_EQ(with.error_after(5s), "authorization_pending");
    with.waiting().decision = device_decision::approve;
    const auto given = with.poll(10s);
    ASSERT_EQ(given.status, 200U) << given.body;
    EXPECT_EQ(text_in(claims_in(given), "upn"), "ada@parley.test");
    EXPECT_EQ(with.error_after(15s), "bad_verification_code") << "it is good once";
}

TEST(DeviceCode, SlowsDownWhoAsksTooSoon)
{
    device_test with;
    EXPECT_EQ(with.error_after(0s), "authorization_pending");
    EXPECT_EQ(with.error_after(2s), "slow_down");
    EXPECT_EQ(with.error_after(7s), "slow_down");  // ten seconds from now on
    EXPECT_EQ(with.error_after(22s), "authorization_pending");
}

TEST(DeviceCode, EndsWhenItIsDeclinedOrTooOld)
{
    device_test with;
    with.waiting().decision = device_decision::decline;
    EXPECT_EQ(with.error_after(0s), "authorization_declined");
    with.waiting().decision = device_decision::approve;
    EXPECT_EQ(with.error_after(900s), "expired_token");
    with.code = "device-unheard-of";
    EXPECT_EQ(number_of(with.poll(0s)), 70018);
}

TEST(DeviceCode, IsForgottenBeforeThereAreTooMany)
{
    device_test with;
    const auto first = with.code;
    for (int i = 0; i < 1000; ++i) with.begin();
    EXPECT_EQ(with.state.grants.devices.find(first), nullptr);
    EXPECT_EQ(std::distance(with.state.grants.devices.begin(), with.state.grants.devices.end()), 1000);
}

std::string on_behalf_form(const std::string& assertion, std::string_view more = "&client_secret=s")
{
    return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=middle&assertion=" +
           assertion + "&requested_token_use=on_behalf_of&scope=" + std::string(test_audience) + "/.default" +
           std::string(more);
}

// A token of the person for the application in the middle.
std::string token_for_middle(login_test& with)
{
    auto path = authorize_path();
    const auto scope = path.find("https%3A%2F%2Fcognitiveservices.azure.com%2F.default");
    path.replace(scope, std::string::npos, "api%3A%2F%2Fmiddle%2Faccess_as_user");
    const auto code = sent(with.get(path), "code");
    return text_in(object_of(with.post(code_form(code, ""))), "access_token");
}

TEST(OnBehalfOf, GivesATokenOfThePersonForTheNextResource)
{
    login_test with(with_people());
    const auto given = with.post(on_behalf_form(token_for_middle(with)));
    ASSERT_EQ(given.status, 200U) << given.body;
    const auto claims = claims_in(given);
    EXPECT_EQ(text_in(claims, "aud"), test_audience);
    EXPECT_EQ(text_in(claims, "oid"), "oid-ada");
    EXPECT_EQ(text_in(claims, "appid"), "middle");
    EXPECT_EQ(claims.at("groups").as_array().at(0).as_string(), "g1");
}

TEST(OnBehalfOf, RefusesTokensThatAreNotForTheApplicationNotOursOrOfNoPerson)
{
    login_test with(with_people());
    const auto token = token_for_middle(with);
    EXPECT_EQ(number_of(with.post(on_behalf_form(token, ""))), 7000218);
    EXPECT_EQ(number_of(with.post(on_behalf_form("no.jwt"))), 50027);
    EXPECT_EQ(number_of(with.post(on_behalf_form(token.substr(0, token.rfind('.')) + ".AAAA"))), 50013);
    const auto for_model = with.post(code_form(sent(with.get(authorize_path()), "code"), ""));
    EXPECT_EQ(number_of(with.post(on_behalf_form(text_in(object_of(for_model), "access_token")))), 500131);
    const auto of_application = with.post(
        "grant_type=client_credentials&client_id=a&client_secret=s&scope=api%3A%2F%2Fmiddle%2F.default");
    EXPECT_EQ(number_of(with.post(on_behalf_form(text_in(object_of(of_application), "access_token")))),
              7000114);
    http::request late;
    late.method = "POST";
    late.path = "/t/oauth2/v2.0/token";
    late.body = on_behalf_form(token);
    EXPECT_EQ(number_of(with.ask(late, test_time + 2h).response), 500133);
}

TEST(PersonScope, IsOfOneResource)
{
    login_test with;
    const auto number_for = [&](const std::string& scope) {
        const auto back = with.get("/t/oauth2/v2.0/authorize?client_id=app&response_type=code&redirect_uri=" +
                                   std::string(address) + "&scope=" + scope);
        const auto told = sent(back, "error_description");
        return told.substr(0, told.find(':'));
    };
    EXPECT_EQ(number_for("User.Read+Mail.Read+openid"), "");
    EXPECT_EQ(number_for("openid"), "");
    EXPECT_EQ(number_for(""), "AADSTS900144");
    EXPECT_EQ(number_for("https%3A%2F%2Fa%2Fx+https%3A%2F%2Fb%2Fx"), "AADSTS28000");
    EXPECT_EQ(number_for("https%3A%2F%2Fa%2Fx+https%3A%2F%2Fa%2F.default"), "AADSTS70011");
}

}  // namespace
}  // namespace parley::mock
