#include "identity/detail/entra_problem.hpp"

#include "identity/testing/scripted_host.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

using testing::json_answer;

constexpr const char* wrong_secret =
    R"({"error":"invalid_client","error_description":)"
    R"("AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 11\r\nTimestamp: 2026-01-31 12:00:00Z",)"
    R"("error_codes":[7000215],"trace_id":"11","correlation_id":"22"})";

TEST(EntraProblem, KeepsStatusErrorDescriptionAndTraceAndAddsTheHint)
{
    EXPECT_EQ(
        entra_problem(json_answer(401, wrong_secret)),
        "answered 401 invalid_client: AADSTS7000215: Invalid client secret provided. Trace ID: 11 Timestamp: "
        "2026-01-31 12:00:00Z (the client secret is wrong; often its id was given in place of its value)");
}

TEST(EntraProblem, AddsTheTraceWhenTheDescriptionLacksIt)
{
    EXPECT_EQ(entra_problem(json_answer(400, R"({"error":"x","suberror":"y","trace_id":"11"})")),
              "answered 400 x/y Trace ID: 11");
}

TEST(EntraProblem, ShowsNoTokenOfTheAnswer)
{
    const auto problem = entra_problem(
        json_answer(400, R"({"error":"x","error_description":"bad eyJhbGciOiJ.eyJhdWQi.c2ln here"})"));
    EXPECT_EQ(problem, "answered 400 x: bad *** here");
}

TEST(EntraProblem, SaysSoWhenAnAnswerSaysNothing)
{
    for (const char* body : {"", "<html>proxy</html>", "[]", "{}", R"({"error":7})", "{\"error\":\"\xff\"}"})
        EXPECT_EQ(entra_problem(json_answer(502, body)), "answered 502 without saying why") << body;
}

TEST(EntraProblem, HasAHintForEachNumberThatPeopleMeet)
{
    for (const int number :
         {7000215, 7000222, 700016, 90002, 900023,  700027, 700021, 700023, 700024, 50027,  70021, 700213,
          90061,   500011,  50001,  70011, 1002012, 53003,  50076,  50079,  70043,  700082, 50173, 530084}) {
        EXPECT_TRUE(hint_of("ERROR: AADSTS" + std::to_string(number) + ": some words")) << number;
        const auto body = R"({"error":"x","error_codes":[1,)" + std::to_string(number) + "]}";
        EXPECT_TRUE(entra_problem(json_answer(400, body)).ends_with(")")) << number;
    }
}

TEST(EntraProblem, HasNoHintForOtherNumbers)
{
    for (const char* text : {"", "AADSTS", "AADSTS1: x", "AADSTS7000215999999999999999999: x", "7000215"})
        EXPECT_FALSE(hint_of(text)) << text;
}

TEST(EntraProblem, CommandsNoTerminal)
{
    const auto said =
        entra_problem(json_answer(400, R"({"error":"x","error_description":"a\u009b2J\u2028b"})"));
    EXPECT_EQ(said, "answered 400 x: a 2J b");
}

// A token that the limit cut in two lost its dots, and what was left of it was shown.
TEST(EntraProblem, CutsNoTokenInTwo)
{
    for (std::size_t before = 2000; before < 2060; ++before) {
        const std::string body = R"({"error":"x","error_description":")" + std::string(before, 'a') +
                                 R"( eyJhbGciOiJub25lIn0.eyJzZWNyZXQifQ.c2ln"})";
        EXPECT_EQ(entra_problem(json_answer(400, body)).find("eyJ"), std::string::npos) << before;
    }
}

TEST(EntraProblem, CutsALongDescription)
{
    const std::string body = R"({"error":"x","error_description":")" + std::string(50'000, 'a') + R"("})";
    EXPECT_LT(entra_problem(json_answer(400, body)).size(), 2200U);
}

}  // namespace
}  // namespace parley::identity
