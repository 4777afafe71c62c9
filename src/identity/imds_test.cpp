// Managed identity of virtual machines: the probe, every row of the table of answers, and waits.
#include "identity/detail/managed_fixture.hpp"

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using testing::good_answer;

constexpr auto token_path = "http://169.254.169.254/metadata/identity/oauth2/token";

class Imds : public testing::managed_fixture {
protected:
    // The class of one answer to a caller with full patience, and how often was asked.
    errc class_of(unsigned status, const std::string& body, const std::string& reason = "")
    {
        machine.answers.clear();
        machine.calls.clear();
        for (int i = 0; i < 20; ++i) {
            answer(status, body);
            machine.answers.back().outcome->reason = reason;
        }
        const auto got = ask();
        return got ? errc{} : got.error().code;
    }

    // The same for a chain, after a good probe.
    errc class_in_a_chain(unsigned status, const std::string& body)
    {
        machine.answers.clear();
        machine.calls.clear();
        answer(400, "probed");
        for (int i = 0; i < 20; ++i) answer(status, body);
        const auto got = ask_in_a_chain();
        return got ? errc{} : got.error().code;
    }
};

TEST_F(Imds, IsAskedWithTheMetadataHeader)
{
    answer(200, R"({"access_token":"opaque-token","client_id":"c","expires_in":"3599",)"
                R"("expires_on":"1506484173","ext_expires_in":"3599","not_before":"1","refresh_token":"",)"
                R"("resource":"https://r","token_type":"Bearer","refresh_in":"1800"})");
    const auto token = ask();
    ASSERT_TRUE(token) << token.error().detail;
    EXPECT_EQ(token->expires_on, machine.wall + 3599s);
    EXPECT_EQ(token->refresh_on, machine.wall + 1800s);
    EXPECT_EQ(machine.calls[0].url, std::string(token_path) +
                                        "?api-version=2018-02-01"
                                        "&resource=https%3A%2F%2Fcognitiveservices.azure.com");
    EXPECT_EQ(header(0, "Metadata"), "true");
}

TEST_F(Imds, NamesEachSelectorInItsOwnWay)
{
    const std::pair<selector_kind, std::string> names[] = {{selector_kind::client_id, "client_id"},
                                                           {selector_kind::object_id, "object_id"},
                                                           {selector_kind::resource_id, "msi_res_id"}};
    for (const auto& [kind, name] : names) {
        answer(200, good_answer);
        EXPECT_TRUE(ask(by(kind, "1234")));
        EXPECT_TRUE(machine.calls.back().url.ends_with("&" + name + "=1234")) << machine.calls.back().url;
    }
}

TEST_F(Imds, IsAskedAtTheHostThatPodIdentityNames)
{
    for (const auto* authority : {"http://localhost:8000", "http://localhost:8000/"}) {
        machine.calls.clear();
        machine.variables = {{"AZURE_POD_IDENTITY_AUTHORITY_HOST", authority}};
        answer(200, good_answer);
        EXPECT_TRUE(ask_in_a_chain());
        ASSERT_EQ(machine.calls.size(), 1U) << "there is no probe then";
        EXPECT_TRUE(
            machine.calls[0].url.starts_with("http://localhost:8000/metadata/identity/oauth2/token?"));
    }
}

TEST_F(Imds, IsNotProbedOutsideAChain)
{
    answer(200, good_answer);
    EXPECT_TRUE(ask());
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST_F(Imds, IsNotProbedWhenManagedIdentityWasChosenAlone)
{
    answer(200, good_answer);
    EXPECT_TRUE(ask_in_a_chain({.probe = imds_probe::never}));
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST_F(Imds, IsProbedWithoutHeaderAndQueryAndWithinASecond)
{
    answer(400, R"({"error":"bad_request_102"})");
    answer(200, good_answer);
    EXPECT_TRUE(ask_in_a_chain());
    EXPECT_EQ(machine.calls[0].url, token_path);
    EXPECT_EQ(header(0, "Metadata"), "(none)");
    EXPECT_EQ(machine.calls[0].route, through_proxy::never);
    EXPECT_EQ(machine.call_limits[0], 1s);
}

TEST_F(Imds, IsThereWhateverItAnswersToTheProbe)
{
    for (const unsigned status : {200U, 302U, 400U, 401U, 404U, 410U, 429U, 500U, 503U}) {
        machine.answers.clear();
        answer(status, "Required metadata header not specified");
        answer(200, good_answer);
        EXPECT_TRUE(ask_in_a_chain()) << status;
    }
    EXPECT_TRUE(machine.waits.empty()) << "a retriable answer to the probe is not retried";
}

TEST_F(Imds, IsNotThereWhenTheProbeIsForbiddenInAnyLanguage)
{
    for (const auto* text : {"connecting to 169.254.169.254:80: connecting to 169.254.169.254:80: dial tcp: "
                             "A socket operation was attempted to an unreachable network.",
                             "Ein Socketvorgang bezog sich auf ein nicht verf\xc3\xbcgbares Netzwerk."}) {
        machine.calls.clear();
        answer(403, text);
        EXPECT_EQ(ask_in_a_chain().error().code, errc::credential_unavailable);
        EXPECT_EQ(machine.calls.size(), 1U);
    }
}

TEST_F(Imds, IsNotThereWhenTheProbeIsNotAnsweredInTime)
{
    machine.answers.push_back({testing::json_answer(400, ""), 1001ms});
    EXPECT_EQ(ask_in_a_chain().error().code, errc::credential_unavailable);
    EXPECT_EQ(machine.calls.size(), 1U);
    fail(errc::unreachable);
    EXPECT_EQ(ask_in_a_chain().error().code, errc::credential_unavailable);
}

TEST_F(Imds, IsProbedAsLongAsTheOptionSays)
{
    machine.answers.push_back({testing::json_answer(400, ""), 1001ms});
    answer(200, good_answer);
    EXPECT_TRUE(ask_in_a_chain({.probe_max = 3'000ms}));
    EXPECT_EQ(machine.call_limits[0], 3s);
}

// One slow start must not switch it off for ever.
TEST_F(Imds, IsProbedAgainAfterAFailureAndNeverAgainAfterASuccess)
{
    const auto credential = *make_managed_identity(machine);
    fail(errc::timed_out);
    EXPECT_EQ(ask(*credential, asked_by::chain).error().code, errc::credential_unavailable);
    answer(400, "");
    answer(200, good_answer);
    EXPECT_TRUE(ask(*credential, asked_by::chain));
    answer(200, good_answer);
    EXPECT_TRUE(ask(*credential, asked_by::chain));
    EXPECT_EQ(machine.calls.size(), 4U);
    EXPECT_EQ(header(3, "Metadata"), "true");
}

TEST_F(Imds, PassesACancelledProbeOn)
{
    fail(errc::cancelled);
    EXPECT_EQ(ask_in_a_chain().error().code, errc::cancelled);
}

TEST_F(Imds, EndsWithTheCallersDeadlineEvenInTheProbe)
{
    patience = 0s;
    machine.answers.push_back({testing::json_answer(400, ""), 10ms});
    EXPECT_EQ(ask_in_a_chain().error().code, errc::timed_out);
}

TEST_F(Imds, SaysThatNothingIsAssignedAndWhatWasAskedFor)
{
    answer(400, R"({"error":"invalid_request","error_description":"Identity not found"})");
    const auto refused = ask(by(selector_kind::client_id, "1234"));
    EXPECT_EQ(refused.error().code, errc::credential_unavailable);
    EXPECT_EQ(
        refused.error().detail,
        "IMDS answered 400 invalid_request: Identity not found (asked for the identity with the client id "
        "1234: assign it to this machine, or correct AZURE_CLIENT_ID)");
}

TEST_F(Imds, FailsForA400ThatIsOurOwnFault)
{
    EXPECT_EQ(class_of(400, R"({"error":"bad_request_102"})"), errc::authentication_failed);
    EXPECT_EQ(class_of(400, R"({"error":"invalid_resource"})"), errc::authentication_failed);
}

TEST_F(Imds, IsUnavailableForAnyOther400)
{
    for (const auto* body : {"", "{}", "<html>", R"({"error":"something_new"})"})
        EXPECT_EQ(class_of(400, body), errc::credential_unavailable) << body;
}

TEST_F(Imds, FailsWhenTheCallerIsNotKnown)
{
    EXPECT_EQ(class_of(401, R"({"error":"unknown_source"})"), errc::authentication_failed);
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST_F(Imds, IsUnavailableWhenDockerAnswersForIt)
{
    EXPECT_EQ(class_of(403, "connecting to 169.254.169.254:80: dial: unreachable network."),
              errc::credential_unavailable);
    EXPECT_EQ(class_of(403, "", "connecting: Unreachable network."), errc::credential_unavailable);
    EXPECT_EQ(class_of(403, R"({"error":"forbidden"})"), errc::authentication_failed);
}

TEST_F(Imds, FailsForOtherRefusalsWithTheirMessage)
{
    answer(418, R"({"error":"teapot","error_description":"short and stout"})");
    const auto refused = ask();
    EXPECT_EQ(refused.error().code, errc::authentication_failed);
    EXPECT_EQ(refused.error().detail, "IMDS answered 418 teapot: short and stout");
    EXPECT_EQ(machine.calls.size(), 1U);
}

TEST_F(Imds, IsRetriedFiveTimesWithDoublingWaits)
{
    for (const unsigned status : {404U, 408U, 429U, 500U, 502U, 503U, 504U, 599U}) {
        machine.waits.clear();
        EXPECT_EQ(class_of(status, R"({"error":"busy"})"), errc::authentication_failed) << status;
        ASSERT_EQ(machine.calls.size(), 6U) << status;
        milliseconds least = 1s;
        for (const auto wait : machine.waits) {
            EXPECT_GE(wait, least) << status;
            EXPECT_LE(wait, least + least / 4) << status;
            least *= 2;
        }
    }
}

TEST_F(Imds, IsRetriedSlowlyWhileItIsBeingUpdated)
{
    EXPECT_EQ(class_of(410, "{}"), errc::authentication_failed);
    EXPECT_EQ(machine.calls.size(), 8U);
    EXPECT_EQ(machine.waits, std::vector<milliseconds>(7, 10s));
}

TEST_F(Imds, IsBackAfterAnUpdate)
{
    for (int i = 0; i < 7; ++i) answer(410, "{}");
    answer(200, good_answer);
    EXPECT_TRUE(ask());
}

TEST_F(Imds, IsUnavailableInAChainWhenAGatewayAnswersForIt)
{
    for (const unsigned status : {502U, 504U}) {
        EXPECT_EQ(class_in_a_chain(status, "<html>Bad gateway</html>"), errc::credential_unavailable);
        EXPECT_EQ(machine.calls.size(), 2U) << "and it is not asked again";
    }
}

TEST_F(Imds, IsRetriedInAChainForItsOwnFailures)
{
    EXPECT_EQ(class_in_a_chain(503, "{}"), errc::authentication_failed);
    EXPECT_EQ(machine.calls.size(), 7U);
}

TEST_F(Imds, IsUnavailableInAChainWhenACaptivePortalAnswersForIt)
{
    for (const auto* body : {"<html>Please accept the terms</html>", "", "ok"})
        EXPECT_EQ(class_in_a_chain(200, body), errc::credential_unavailable) << body;
    EXPECT_EQ(class_in_a_chain(302, ""), errc::credential_unavailable);
}

TEST_F(Imds, FailsOutsideAChainWhenACaptivePortalAnswersForIt)
{
    EXPECT_EQ(class_of(200, "<html>"), errc::authentication_failed);
    EXPECT_EQ(class_of(302, ""), errc::authentication_failed);
}

TEST_F(Imds, FailsForJsonWithoutATokenEvenInAChain)
{
    EXPECT_EQ(class_in_a_chain(200, R"({"hello":"world"})"), errc::authentication_failed);
}

TEST_F(Imds, IsUnavailableWhenNobodyAnswersOutsideAChain)
{
    for (const auto code : {errc::unreachable, errc::timed_out}) {
        machine.calls.clear();
        fail(code);
        EXPECT_EQ(ask().error().code, errc::credential_unavailable);
        EXPECT_EQ(machine.calls.size(), 1U);
    }
}

// A slow body after a retry: the limit of one try covers all of it.
TEST_F(Imds, LimitsEachTryWithItsBody)
{
    answer(503, "{}");
    machine.answers.push_back({testing::json_answer(200, good_answer), 61s});
    EXPECT_EQ(ask().error().code, errc::credential_unavailable);
    EXPECT_EQ(machine.call_limits.at(1), 60s);
}

TEST_F(Imds, ReturnsATokenThatHasExpiredOnArrivalAndAsksAgainForTheNext)
{
    const auto credential = *make_managed_identity(machine);
    answer(200, R"({"access_token":"old","expires_on":"1500000000"})");
    answer(200, good_answer);
    EXPECT_LT(ask(*credential, asked_by::application)->expires_on, machine.wall);
    EXPECT_GT(ask(*credential, asked_by::application)->expires_on, machine.wall);
}

}  // namespace
}  // namespace parley::identity
