// Managed identity of machines outside Azure: the agent's challenge, and the files it may name.
#include "identity/detail/managed_fixture.hpp"

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using testing::good_answer;

constexpr auto key_path = "/var/opt/azcmagent/tokens/0f3c.key";

class Arc : public testing::managed_fixture {
protected:
    Arc() { machine.files.insert_or_assign(agent, std::string()); }

    void challenge(const std::string& field = std::string("Basic realm=") + key_path)
    {
        answer(401, "", {{"WWW-Authenticate", field}});
    }

    void put_key(std::string content) { machine.files.insert_or_assign(key_path, std::move(content)); }
};

TEST_F(Arc, ProvesThatItCanReadTheAgentsFile)
{
    challenge();
    answer(200, good_answer);
    put_key("the-key\n");
    const auto token = ask();
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(machine.calls[0].url,
              "http://127.0.0.1:40342/metadata/identity/oauth2/token?api-version=2020-06-01"
              "&resource=https%3A%2F%2Fcognitiveservices.azure.com");
    EXPECT_EQ(header(0, "Metadata"), "true");
    EXPECT_EQ(header(0, "Authorization"), "(none)");
    EXPECT_EQ(machine.calls[1].url, machine.calls[0].url);
    EXPECT_EQ(header(1, "Authorization"), "Basic the-key");
    EXPECT_EQ(header(1, "Metadata"), "true");
}

TEST_F(Arc, IsFoundByItsAgentHoweverLargeOrForbiddenItsFileIs)
{
    for (const auto code : {errc::too_large, errc::storage}) {
        machine.files.insert_or_assign(agent, error{code, "as the script says"});
        answer(200, good_answer);
        EXPECT_TRUE(ask());
        EXPECT_TRUE(machine.calls.back().url.starts_with("http://127.0.0.1:40342/"));
    }
}

TEST_F(Arc, IsFoundByItsVariables)
{
    machine.files.erase(agent);
    machine.variables = {{"IDENTITY_ENDPOINT", "http://localhost:40342/token"},
                         {"IMDS_ENDPOINT", "anything"}};
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    EXPECT_TRUE(machine.calls[0].url.starts_with("http://localhost:40342/token?api-version=2020-06-01"));
}

// A known proxy for developers answers so.
TEST_F(Arc, TakesAFirstAnswerOf200)
{
    answer(200,
           R"({"access_token":"opaque-token","expiresOn":"x","expires_on":1793448000,"tokenType":"Bearer"})");
    EXPECT_TRUE(ask());
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST_F(Arc, FailsWithoutAChallenge)
{
    answer(401, "");
    EXPECT_EQ(ask().error().code, errc::authentication_failed);
    answer(400, R"({"error":"invalid_request"})");
    EXPECT_EQ(ask().error().code, errc::authentication_failed);
}

TEST_F(Arc, ReadsNoFileThatTheAgentMayNotName)
{
    for (const auto* path : {"/etc/passwd", "/var/opt/azcmagent/tokens/../../../../etc/x.key",
                             "/var/opt/azcmagent/tokens/x.txt", "/var/opt/azcmagent/tokens/a=b.key"}) {
        machine.files.insert_or_assign(path, "stolen");
        machine.calls.clear();
        challenge(std::string("Basic realm=") + path);
        EXPECT_EQ(ask().error().code, errc::authentication_failed) << path;
        EXPECT_EQ(machine.calls.size(), 1U) << path;
    }
}

TEST_F(Arc, FailsWhenTheKeyIsMissingOrTooLong)
{
    challenge();
    const auto missing = ask();
    EXPECT_EQ(missing.error().code, errc::authentication_failed);
    EXPECT_NE(missing.error().detail.find("himds"), std::string::npos);

    machine.calls.clear();
    put_key(std::string(4097, 'k'));
    challenge();
    EXPECT_EQ(ask().error().code, errc::authentication_failed);
    EXPECT_EQ(machine.calls.size(), 1U);

    put_key(std::string(4096, 'k'));
    challenge();
    answer(200, good_answer);
    EXPECT_TRUE(ask());
}

TEST_F(Arc, FailsOnASecondChallenge)
{
    challenge();
    challenge();
    put_key("the-key");
    const auto refused = ask();
    EXPECT_EQ(refused.error().code, errc::authentication_failed);
    EXPECT_EQ(refused.error().detail.find("the-key"), std::string::npos);
    EXPECT_EQ(machine.calls.size(), 2U);
}

TEST_F(Arc, IsUnavailableWhenTheAgentIsInstalledAndDoesNotRun)
{
    fail(errc::unreachable);
    EXPECT_EQ(ask().error().code, errc::credential_unavailable);
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST_F(Arc, IsTriedAgainWhenAVariableAnnouncesIt)
{
    machine.variables = {{"IDENTITY_ENDPOINT", "http://localhost:40342/token"},
                         {"IMDS_ENDPOINT", "anything"}};
    fail(errc::unreachable);
    answer(503, "");
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    EXPECT_EQ(machine.waits, (std::vector<std::chrono::milliseconds>{1s, 1s}));
}

}  // namespace
}  // namespace parley::identity
