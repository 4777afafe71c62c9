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

}  // namespace
}  // namespace parley::doctor
