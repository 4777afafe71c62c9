#include "identity/detail/token_answer.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace parley::identity {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

const wall_time asked_at = std::chrono::sys_seconds(1'700'000'000s);

// A token answer with `fields` beside the token.
result<access_token> read(const std::string& fields)
{
    return read_token_answer(R"({"access_token":"opaque-token")" + (fields.empty() ? "" : "," + fields) + "}",
                             asked_at);
}

// Seconds since the epoch, or the problem for the test's report.
std::string expiry(const std::string& fields)
{
    const auto answer = read(fields);
    if (!answer) return answer.error().detail;
    return std::to_string(std::chrono::floor<seconds>(answer->expires_on).time_since_epoch().count());
}

TEST(TokenAnswer, CountsExpiresInFromTheStartOfTheRequest)
{
    EXPECT_EQ(expiry(R"("expires_in":3599)"), "1700003599");
    EXPECT_EQ(expiry(R"("expires_in":"3599")"), "1700003599");
    EXPECT_EQ(expiry(R"("expires_in":0)"), "1700000000");
}

TEST(TokenAnswer, TakesExpiresOnAsANumberInBothForms)
{
    EXPECT_EQ(expiry(R"("expires_on":1586984735)"), "1586984735");
    EXPECT_EQ(expiry(R"("expires_on":"1586984735")"), "1586984735");
}

TEST(TokenAnswer, TakesExpiresOnInEveryDateForm)
{
    for (const auto* date :
         {"10/18/2024 19:51:37 +00:00", "10/18/2024 7:51:37 PM +00:00", "2024-10-18 19:51:37",
          "2024-10-18T19:51:37.0000000+00:00", "2024-10-18T19:51:37Z", "Fri, 18 Oct 2024 19:51:37 GMT"})
        EXPECT_EQ(expiry(R"("expires_on":")" + std::string(date) + '"'), "1729281097") << date;
}

// A clock of ours that is wrong must not shorten or prolong a token.
TEST(TokenAnswer, PrefersExpiresInOverExpiresOn)
{
    EXPECT_EQ(expiry(R"("expires_on":1586984735,"expires_in":60)"), "1700000060");
}

TEST(TokenAnswer, FallsBackToExpiresOnWhenExpiresInCannotBeRead)
{
    for (const auto* bad : {"null", "-1", "3599.5", "true", "\"soon\"", "\"\"", "[]", "2147483648"})
        EXPECT_EQ(expiry(R"("expires_on":1586984735,"expires_in":)" + std::string(bad)), "1586984735") << bad;
}

TEST(TokenAnswer, TakesExpiresInUpToTheLargestInt32)
{
    EXPECT_EQ(expiry(R"("expires_in":2147483647)"), "3847483647");
    EXPECT_EQ(read(R"("expires_in":2147483648)").error().code, errc::malformed);
    EXPECT_EQ(read(R"("expires_in":"9223372036854775808")").error().code, errc::malformed);
}

TEST(TokenAnswer, TakesExpiresOnUpToTheEndOfTheYear9999)
{
    EXPECT_TRUE(read(R"("expires_on":253402300799)"));
    EXPECT_TRUE(read(R"("expires_on":"9999-12-31T23:59:59Z")"));
    EXPECT_EQ(read(R"("expires_on":253402300800)").error().code, errc::malformed);
    EXPECT_EQ(read(R"("expires_on":18446744073709551615)").error().code, errc::malformed);
}

// `expires_on` of the year 9999 is beyond the 64-bit nanoseconds of the clock: it must not come out as the
// past.
TEST(TokenAnswer, KeepsAFarExpiryInTheFuture)
{
    EXPECT_GT(read(R"("expires_on":253402300799)")->expires_on, asked_at + std::chrono::years(100));
}

TEST(TokenAnswer, RefusesExpiriesOfAnotherKind)
{
    for (const auto* bad : {"-1", "1586984735.5", "1e9", "true", "null", "{}", "[1586984735]", "\"tomorrow\"",
                            "\"-5\"", "\"1586984735x\"", "\"1950-01-01 00:00:00\""})
        EXPECT_EQ(read(R"("expires_on":)" + std::string(bad)).error().code, errc::malformed) << bad;
}

TEST(TokenAnswer, NamesTheFieldsAndTheirTypesWhenTheExpiryIsMissing)
{
    const auto refused = read(R"("expires_on":null,"token_type":"Bearer","ext_expires_in":7)");
    EXPECT_EQ(
        refused.error().detail,
        "the answer does not say when the token expires in a form we know; it has access_token (string), "
        "expires_on (null), token_type (string), ext_expires_in (integer)");
}

TEST(TokenAnswer, ShowsNoValueInAnyComplaint)
{
    for (const auto* body :
         {R"({"access_token":"opaque-token"})", R"({"access_token":["opaque-token"]})",
          R"({"opaque-token":1})", R"("opaque-token")", "opaque-token",
          R"({"access_token":"opaque-token","expires_in":1,"token_type":"opaque-token"})"}) {
        const auto refused = read_token_answer(body, asked_at);
        ASSERT_FALSE(refused) << body;
        EXPECT_EQ(refused.error().detail.find("opaque-token"), std::string::npos) << refused.error().detail;
    }
}

TEST(TokenAnswer, RefusesAnAnswerWithoutAToken)
{
    for (const auto* token : {"", "null", "7", "{}"}) {
        const std::string field =
            *token == '\0' ? R"("access_token":"")" : R"("access_token":)" + std::string(token);
        const auto refused = read_token_answer("{" + field + R"(,"expires_in":60})", asked_at);
        EXPECT_EQ(refused.error().code, errc::malformed) << field;
    }
    EXPECT_EQ(read_token_answer(R"({"expires_in":60})", asked_at).error().code, errc::malformed);
}

TEST(TokenAnswer, RefusesWhatIsNotAJsonObject)
{
    for (const auto* body : {"", "<html>please log in</html>", "[]", "3", "null", "{",
                             "{\"access_token\":\"\xff\"}", "{\"access_token\":\"a\",\"expires_in\":60} {}"})
        EXPECT_EQ(read_token_answer(body, asked_at).error().code, errc::malformed) << body;
}

TEST(TokenAnswer, TakesATokenOfTypeBearerOrOfNoType)
{
    for (const auto* type : {"\"Bearer\"", "\"bearer\"", "null"})
        EXPECT_TRUE(read(R"("expires_in":60,"token_type":)" + std::string(type))) << type;
    EXPECT_TRUE(read(R"("expires_in":60)"));
    for (const auto* type : {"\"pop\"", "\"\"", "1"})
        EXPECT_EQ(read(R"("expires_in":60,"token_type":)" + std::string(type)).error().code, errc::malformed)
            << type;
}

TEST(TokenAnswer, TakesTheServicesWishForARefresh)
{
    EXPECT_EQ(read(R"("expires_in":86400,"refresh_in":43200)")->refresh_on, asked_at + 43'200s);
    EXPECT_EQ(read(R"("expires_in":86400,"refresh_in":"43200")")->refresh_on, asked_at + 43'200s);
    EXPECT_EQ(read(R"("expires_in":86400,"refresh_in":0)")->refresh_on, asked_at);
    EXPECT_EQ(read(R"("expires_in":86400,"refresh_in":2147483647)")->refresh_on, asked_at + 2147483647s);
}

// refresh_in says when to ask again: taken for the expiry, a token would be thrown away at half its life.
TEST(TokenAnswer, NeverTakesRefreshInForTheExpiry)
{
    EXPECT_EQ(expiry(R"("expires_in":86400,"refresh_in":43200)"), "1700086400");
    EXPECT_EQ(read(R"("refresh_in":43200)").error().code, errc::malformed);
}

TEST(TokenAnswer, LivesWithoutARefreshWishItCannotRead)
{
    for (const auto* bad : {"null", "-1", "1.5", "true", "\"never\"", "\"\"", "2147483648", "\"2147483648\""})
        EXPECT_EQ(read(R"("expires_in":60,"refresh_in":)" + std::string(bad))->refresh_on, std::nullopt)
            << bad;
}

TEST(TokenAnswer, TakesTheLastOfDuplicateKeys)
{
    const auto answer = read_token_answer(
        R"({"access_token":"first","expires_in":1,"access_token":"second","expires_in":60})", asked_at);
    EXPECT_EQ(answer->text.reveal(), "second");
    EXPECT_EQ(answer->expires_on, asked_at + 60s);
}

TEST(TokenAnswer, TakesAHugeToken)
{
    const std::string token(60'000, 't');
    const auto answer = read_token_answer(R"({"expires_in":60,"access_token":")" + token + "\"}", asked_at);
    EXPECT_EQ(answer->text.reveal(), token);
}

TEST(TokenAnswer, ReturnsATokenThatHasExpiredAlready)
{
    EXPECT_EQ(expiry(R"("expires_on":"1500000000")"), "1500000000");
}

}  // namespace
}  // namespace parley::identity
