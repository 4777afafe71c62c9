#include "doctor/service_answer.hpp"

#include <gtest/gtest.h>

namespace parley::doctor {
namespace {

TEST(ServiceAnswer, ReadsTheErrorObject)
{
    const auto read =
        read_service_error(R"({"error":{"code":"PermissionDenied","message":"Principal no."}})");
    EXPECT_EQ(read.code, "PermissionDenied");
    EXPECT_EQ(read.message, "Principal no.");
}

TEST(ServiceAnswer, ReadsTheFieldsWithoutAWrapper)
{
    const auto read = read_service_error(R"({"code":"403","message":"A Virtual Network is configured."})");
    EXPECT_EQ(read.code, "403");
    EXPECT_EQ(read.message, "A Virtual Network is configured.");
}

TEST(ServiceAnswer, ReadsTheStatusCodeFormWithANumber)
{
    const auto read = read_service_error(R"({"statusCode":401,"message":"Unauthorized."})");
    EXPECT_EQ(read.code, "401");
    EXPECT_EQ(read.message, "Unauthorized.");
}

TEST(ServiceAnswer, ReadsCapitalisedFields)
{
    EXPECT_EQ(read_service_error(R"({"StatusCode":500,"Message":"Oh."})").message, "Oh.");
}

TEST(ServiceAnswer, ReadsXml)
{
    const auto read = read_service_error(
        "<?xml "
        "version=\"1.0\"?><Error><Code>AuthorizationPermissionMismatch</Code><Message>No.</Message></Error>");
    EXPECT_EQ(read.code, "AuthorizationPermissionMismatch");
    EXPECT_EQ(read.message, "No.");
}

TEST(ServiceAnswer, TakesWhatIsNeitherAsItIsAndCutsIt)
{
    EXPECT_EQ(read_service_error("Bad gateway").message, "Bad gateway");
    EXPECT_EQ(read_service_error(std::string(10'000, 'x')).message.size(), 512U);
    EXPECT_EQ(read_service_error("").message, "");
    EXPECT_EQ(read_service_error(R"(["no object"])").message, R"(["no object"])");
}

// A gateway that repeated the request in its refusal made the doctor print the token, and colour the
// terminal.
TEST(ServiceAnswer, ShowsNeitherTokensNorControlCharacters)
{
    const std::string token = "eyJ" + std::string(300, 'a') + "." + std::string(300, 'b') + ".c";
    const std::string body = "refused:\nAuthorization: Bearer " + token + "\x1b[31m red";
    const auto plain = read_service_error(body);
    EXPECT_EQ(plain.message, "refused: Authorization: Bearer *** [31m red");
    const auto in_json =
        read_service_error(R"({"error":{"code":"x )" + token + R"(","message":"y )" + token + R"("}})");
    EXPECT_EQ(in_json.code, "x ***");
    EXPECT_EQ(in_json.message, "y ***");
}

TEST(ServiceAnswer, CutsBetweenCharacters)
{
    const auto read = read_service_error(std::string(511, 'x') + "\u00e9 and more");
    EXPECT_EQ(read.message, std::string(511, 'x'));
}

}  // namespace
}  // namespace parley::doctor
