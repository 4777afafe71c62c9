#include "mock/identity/token_guard.hpp"

#include "mock/identity/test_logins.hpp"

namespace parley::mock {
namespace {

std::string token_from(login_test& with, const std::string& scope = std::string(test_audience))
{
    const auto answer =
        with.post("grant_type=client_credentials&client_id=app&client_secret=s&scope=" + scope + "/.default");
    return text_in(object_of(answer), "access_token");
}

std::optional<http::response> refuse(const login_test& with, const std::string& token,
                                     login_time now = test_time)
{
    return refuse_without_token(with.state, {{"Authorization", "Bearer " + token}}, now);
}

TEST(TokenGuard, LetsAGoodTokenInUntilItEnds)
{
    login_test with;
    const auto token = token_from(with);
    EXPECT_FALSE(refuse(with, token));
    EXPECT_FALSE(refuse(with, token_from(with, "https%3A%2F%2Fai.azure.com")));
    EXPECT_FALSE(refuse(with, token, test_time + std::chrono::seconds(3599)));
    EXPECT_TRUE(refuse(with, token, test_time + std::chrono::seconds(3600)));
    with.state.settings.demands.leeway = std::chrono::seconds(300);
    EXPECT_FALSE(refuse(with, token, test_time + std::chrono::seconds(3600)));
}

TEST(TokenGuard, RefusesEveryFlawAsTheServiceDoes)
{
    for (const auto flaw :
         {token_flaw::expired, token_flaw::not_yet_valid, token_flaw::wrong_audience,
          token_flaw::wrong_issuer, token_flaw::bad_signature, token_flaw::unknown_key, token_flaw::opaque}) {
        login_test with;
        with.state.settings.faults.push_back({.flaw = flaw});
        const auto refused = refuse(with, token_from(with));
        ASSERT_TRUE(refused) << static_cast<int>(flaw);
        EXPECT_EQ(refused->status, 401U);
        EXPECT_EQ(object_of(*refused).at("statusCode").as_int64(), 401);
    }
}

TEST(TokenGuard, RefusesKeysNobodyOtherTenantsAndThoseWithoutARole)
{
    login_test with;
    const auto token = token_from(with);
    EXPECT_EQ(refuse_without_token(with.state, {}, test_time)->status, 401U);
    const auto key = refuse_without_token(with.state, {{"api-key", "k"}}, test_time);
    EXPECT_EQ(key->status, 403U);
    EXPECT_NE(key->body.find("AuthenticationTypeDisabled"), std::string::npos);

    with.state.settings.demands.without_role = {uuid_of("app")};
    const auto denied = refuse(with, token);
    EXPECT_EQ(denied->status, 401U);
    EXPECT_NE(denied->body.find("PermissionDenied"), std::string::npos) << denied->body;

    with.state.settings.tenant = "33333333-3333-3333-3333-333333333333";
    const auto other = refuse(with, token);
    EXPECT_EQ(other->status, 400U);
    EXPECT_NE(other->body.find("does not match resource tenant"), std::string::npos) << other->body;
}

TEST(TokenGuard, TakesTokensOfTheKeyBeforeUnlessItWasDropped)
{
    login_test with;
    const auto token = token_from(with);
    with.state.keys.rotate(signing_keys::before::kept);
    EXPECT_TRUE(with.state.keys.empty());
    with.state.keys.add(make_signing_key());
    EXPECT_FALSE(refuse(with, token));
    EXPECT_FALSE(refuse(with, token_from(with)));
    with.state.keys.rotate(signing_keys::before::dropped);
    EXPECT_TRUE(refuse(with, token));
}

}  // namespace
}  // namespace parley::mock
