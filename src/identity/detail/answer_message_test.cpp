#include "identity/detail/answer_message.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

TEST(AnswerMessage, TakesTheFirstFieldOfTheAgreedOrder)
{
    EXPECT_EQ(read_answer_problem(
                  R"({"Message":"d","error":{"message":"c"},"error_description":"b","message":"a"})")
                  .message,
              "a");
    EXPECT_EQ(
        read_answer_problem(R"({"Message":"d","error":{"message":"c"},"error_description":"b"})").message,
        "b");
    EXPECT_EQ(read_answer_problem(R"({"Message":"d","error":{"message":"c"}})").message, "c");
    EXPECT_EQ(read_answer_problem(R"({"StatusCode":500,"Message":"d"})").message, "d");
}

TEST(AnswerMessage, TakesTheTextWhenNoFieldHasIt)
{
    EXPECT_EQ(read_answer_problem("Required metadata header not specified").message,
              "Required metadata header not specified");
    EXPECT_EQ(read_answer_problem(R"({"message":7,"error":"x"})").message, R"({"message":7,"error":"x"})");
    EXPECT_EQ(read_answer_problem("").message, "");
}

TEST(AnswerMessage, TakesTheCodeFromBothPlaces)
{
    EXPECT_EQ(read_answer_problem(R"({"error":"invalid_request"})").code, "invalid_request");
    EXPECT_EQ(read_answer_problem(R"({"error":{"code":"ManagedIdentityNotFound"}})").code,
              "ManagedIdentityNotFound");
    EXPECT_EQ(read_answer_problem("<html>").code, "");
}

}  // namespace
}  // namespace parley::identity
