#include "mock/identity/test_logins.hpp"

namespace parley::mock {
namespace {

const std::string resource = "&resource=" + std::string(test_audience);

TEST(Imds, GivesTextsOnlyAndLivesADay)
{
    login_test with;
    const auto answer = with.imds();
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const auto body = object_of(answer);
    EXPECT_EQ(text_in(body, "expires_in"), "86400");
    EXPECT_EQ(text_in(body, "expires_on"), std::to_string(test_time.time_since_epoch().count() + 86400));
    EXPECT_EQ(text_in(body, "resource"), test_audience);
    EXPECT_EQ(text_in(claims_in(answer), "tid"), usual_tenant);
}

TEST(Imds, AnswersTheProbeWithoutItsHeaderAndRefusesWhatWasForwarded)
{
    login_test with;
    const auto probe = with.get("/metadata/identity/oauth2/token");
    EXPECT_EQ(probe.status, 400U);
    EXPECT_EQ(text_in(object_of(probe), "error"), "bad_request_102");
    const auto forwarded = with.get("/metadata/identity/oauth2/token?api-version=2018-02-01" + resource,
                                    {{"Metadata", "true"}, {"X-Forwarded-For", "10.0.0.1"}});
    EXPECT_EQ(forwarded.status, 400U);
}

TEST(Imds, ChoosesTheIdentityByEachOfItsIds)
{
    login_settings settings;
    settings.identities = {{"c1", "o1", "/r/1"}, {"c2", "o2", "/r/2"}};
    login_test with(settings);
    for (const auto* selector : {"&client_id=c2", "&object_id=o2", "&msi_res_id=%2Fr%2F2"})
        EXPECT_EQ(text_in(claims_in(with.imds(selector)), "oid"), "o2") << selector;
    EXPECT_EQ(text_in(claims_in(with.imds("&client_id=c1")), "xms_mirid"), "/r/1");
    for (const auto* selector : {"&client_id=c3", "&client_id=", "&client_id=c1&object_id=o1", ""}) {
        const auto refused = with.imds(selector);
        EXPECT_EQ(refused.status, 400U) << selector;
        EXPECT_EQ(text_in(object_of(refused), "error"), "invalid_request");
    }
    // Without a selector: the system-assigned one, or the only one.
    with.state.settings.identities.resize(1);
    EXPECT_EQ(text_in(claims_in(with.imds()), "oid"), "o1");
    with.state.settings.identities = {{"c1", "o1"}, {"s", "so", "", machine_identity::assigned::by_system}};
    EXPECT_EQ(text_in(claims_in(with.imds()), "oid"), "so");
}

TEST(AppService, WantsItsHeaderAndVersion)
{
    login_settings settings;
    settings.header = secret("right");
    login_test with(settings);
    const auto ask = [&](const std::string& version, http::fields headers) {
        return with.get("/msi/token?api-version=" + version + resource, std::move(headers));
    };
    const auto good = ask("2019-08-01", {{"X-IDENTITY-HEADER", "right"}});
    EXPECT_EQ(good.status, 200U);
    EXPECT_EQ(object_of(good).if_contains("expires_in"), nullptr);
    EXPECT_EQ(text_in(object_of(good), "expires_on").size(), 10U);
    EXPECT_EQ(ask("2019-08-01", {{"X-IDENTITY-HEADER", "wrong"}}).status, 401U);
    EXPECT_EQ(ask("2019-08-01", {}).status, 401U);
    const auto old = ask("2020-01-01", {{"X-IDENTITY-HEADER", "right"}});
    EXPECT_EQ(old.status, 400U);
    EXPECT_EQ(object_of(old).at("statusCode").as_int64(), 400);
}

TEST(AzureMl, WritesTheExpiryAsOfficialClientsReadItOrAsTold)
{
    login_test with;
    const auto expiry = [&] {
        const auto answer = with.get("/msi/token?api-version=2017-09-01" + resource, {{"secret", "any"}});
        return text_in(object_of(answer), "expires_on");
    };
    EXPECT_EQ(expiry(), std::to_string(test_time.time_since_epoch().count() + 86400));
    with.state.settings.tokens.expires_on = expiry_form::date;
    EXPECT_EQ(expiry(), "01/16/2027 08:00:00 +00:00");
    with.state.settings.tokens.expires_on = expiry_form::date_am_pm;
    EXPECT_EQ(expiry(), "1/16/2027 8:00:00 AM +00:00");
    with.state.settings.tokens.expires_on = expiry_form::rfc3339;
    EXPECT_EQ(expiry(), "2027-01-16T08:00:00.0000000+00:00");
    with.state.settings.tokens.expires_on = expiry_form::missing;
    EXPECT_EQ(expiry(), "");
}

TEST(CloudShell, TakesAForm)
{
    login_test with;
    http::request from;
    from.method = "POST";
    from.path = "/msi/token";
    from.body = "resource=https%3A%2F%2Fcognitiveservices.azure.com";
    EXPECT_EQ(with.ask(from).response.status, 400U);
    from.headers.set("Metadata", "true");
    EXPECT_EQ(text_in(claims_in(with.ask(from).response), "aud"), test_audience);
}

TEST(Arc, GivesATokenToWhoeverReadsTheFile)
{
    login_test with;
    std::filesystem::path path;
    std::string key;
    with.state.write_key = [&](const std::filesystem::path& at, const std::string& text) {
        path = at;
        key = text;
        return result<void>{};
    };
    const auto target = "/metadata/identity/oauth2/token?api-version=2020-06-01" + resource;
    const auto challenge = with.get(target, {{"Metadata", "true"}});
    EXPECT_EQ(challenge.status, 401U);
    EXPECT_EQ(challenge.headers.find("WWW-Authenticate"), "Basic realm=" + path.string());
    EXPECT_EQ(path.parent_path(), "/var/opt/azcmagent/tokens");
    EXPECT_EQ(with.get(target, {{"Metadata", "true"}, {"Authorization", "Basic " + key}}).status, 200U);
    EXPECT_EQ(with.get(target, {{"Metadata", "true"}, {"Authorization", "Basic no"}}).status, 401U);
}

TEST(Arc, SaysWhyItHasNoChallenge)
{
    login_test with;
    with.state.write_key = [](const std::filesystem::path&, const std::string&) {
        return result<void>(error{errc::storage, "the folder is not ours"});
    };
    const auto answer =
        with.get("/metadata/identity/oauth2/token?api-version=2020-06-01" + resource, {{"Metadata", "true"}});
    EXPECT_EQ(answer.status, 500U);
    EXPECT_NE(answer.body.find("the folder is not ours"), std::string::npos) << answer.body;
}

}  // namespace
}  // namespace parley::mock
