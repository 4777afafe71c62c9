// What a request, a test and a key can ask of one answer: times, and faults.
#include "mock/answer_plan.hpp"

#include "mock/control/test_control.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

planned plan_for(mock_state& with, const http::request& from)
{
    const auto entry = with.kept.begin(from);
    return plan_answer(with, read_request(from, {}), entry->number, *entry);
}

http::request chat_with(const std::string& header, const std::string& value)
{
    auto made = chat("hello");
    made.headers.set(header, value);
    return made;
}

// Milliseconds to the first token, of an answer that has times of its own.
double first_ms(const planned& from)
{
    if (!from.says || !from.says->times) return -1;
    return from.says->times->to_first.mean_ms;
}

const std::string timed =
    R"({"version":1,"fixtures":[{"name":"a","reply":{"text":"x","timing":{"ttft_ms":5}}}]})";

TEST(AnswerPlan, GivesOneRequestTheTimesOfItsHeader)
{
    mock_state with{mock_settings{}};
    ask(with, "PUT", "fixtures", timed);
    EXPECT_EQ(first_ms(plan_for(with, chat("hello"))), 5);
    EXPECT_EQ(first_ms(plan_for(with, chat_with("X-Mock-Latency", "250"))), 250);
    const auto made = plan_for(with, chat_with("X-Mock-Latency", "{ttft_ms: 9, per_event_ms: 7}"));
    EXPECT_EQ(first_ms(made), 9);
    EXPECT_EQ(made.says->times->per_event.mean_ms, 7);
}

TEST(AnswerPlan, TakesALatencyThatCannotBeReadForAMistakeOfTheTest)
{
    mock_state with{mock_settings{}};
    ask(with, "PUT", "fixtures", timed);
    for (const auto* wrong : {"soon", "-1", "{ttft: 5}", "{ttft_ms: ", "[1]", ""}) {
        const auto made = plan_for(with, chat_with("X-Mock-Latency", wrong));
        ASSERT_TRUE(made.missed) << wrong;
        EXPECT_EQ(name_of(made.missed->because), "mock_bad_latency");
        EXPECT_NE(made.missed->sentence.find("X-Mock-Latency"), std::string::npos) << made.missed->sentence;
    }
}

TEST(AnswerPlan, GivesTheRequestsOfAKeyTimesOfTheirOwn)
{
    mock_state with{mock_settings{}};
    ask(with, "PUT", "fixtures", timed);
    const auto set =
        ask(with, "PUT", "latency", R"([{"when":{"api_key":"slow-key"},"timing":{"ttft_ms":900}}])");
    EXPECT_EQ(set.status, 200U) << set.body;
    EXPECT_EQ(first_ms(plan_for(with, chat_with("Authorization", "Bearer slow-key"))), 900);
    EXPECT_EQ(first_ms(plan_for(with, chat_with("Authorization", "Bearer other-key"))), 5);
    EXPECT_EQ(ask(with, "PUT", "latency", R"([{"when":{}}])").status, 400U);
    EXPECT_EQ(ask(with, "PUT", "latency", "[]").status, 200U);
    EXPECT_EQ(first_ms(plan_for(with, chat_with("Authorization", "Bearer slow-key"))), 5);
}

TEST(AnswerPlan, FailsTheNthRequestOfAKeyWithinATime)
{
    mock_settings settings;
    settings.clock = clock_kind::virtual_time;
    mock_state with{settings};
    ask(with, "PUT", "fixtures", timed);
    const auto set =
        ask(with, "PUT", "faults",
            R"([{"when":{"api_key":"k","nth":3},"from_ms":1000,"until_ms":2000,"error":{"status":503}}])");
    EXPECT_EQ(set.status, 200U) << set.body;
    const auto fails = [&with](const std::string& key) {
        const auto made = plan_for(with, chat_with("Authorization", "Bearer " + key));
        return std::holds_alternative<error_reply>(made.says->content);
    };
    EXPECT_FALSE(fails("k"));
    with.stage.advance(1500ms);
    EXPECT_FALSE(fails("k"));
    EXPECT_TRUE(fails("k"));
    EXPECT_FALSE(fails("k"));
    EXPECT_EQ(ask(with, "PUT", "faults", R"([{"from_ms":2,"until_ms":1,"error":{"status":503}}])").status,
              400U);
}

// An error by rule or header came at once, and said nothing of the limits.
TEST(AnswerPlan, KeepsTimesAndLimitsOfAnErrorThatIsAskedFor)
{
    mock_settings settings;
    settings.limits.requests_max = 9;
    mock_state with{settings};
    ask(with, "PUT", "fixtures", timed);
    const auto is_limited_error = [](const planned& from) {
        const auto* error = std::get_if<error_reply>(&from.says->content);
        return error != nullptr && error->limits == error_reply::limits_told::by_reply &&
               from.says->headers.find("x-ratelimit-limit-requests") == "9";
    };
    const auto by_header = plan_for(with, chat_with("X-Mock-Fault", "429"));
    EXPECT_TRUE(is_limited_error(by_header));
    EXPECT_EQ(first_ms(by_header), 5);

    ask(with, "PUT", "faults", R"([{"error":{"status":503}}])");
    const auto by_rule = plan_for(with, chat_with("X-Mock-Latency", "250"));
    EXPECT_TRUE(is_limited_error(by_rule));
    EXPECT_EQ(first_ms(by_rule), 250);
}

// A speed alone took the fixture's own waits away.
TEST(AnswerPlan, DividesTheWaitsThatThereAreByASpeedAlone)
{
    mock_settings settings;
    settings.times.to_first.mean_ms = 40;
    mock_state with{settings};
    ask(with, "PUT", "fixtures",
        R"({"version":1,"fixtures":[{"reply":{"text":"x","timing":{"ttft_ms":5,"speed":3}}},
            {"when":{"last_user":"untimed"},"reply":"x"}]})");
    const auto speed_of = [](const planned& from) { return from.says->times ? from.says->times->speed : 1; };
    const auto by_header = plan_for(with, chat_with("X-Mock-Latency", "{speed: 2}"));
    EXPECT_EQ(first_ms(by_header), 5);
    EXPECT_EQ(speed_of(by_header), 6);
    EXPECT_EQ(speed_of(plan_for(with, chat_with("X-Mock-Latency", "{ttft_ms: 7, speed: 2}"))), 2);

    const http::fields one{{"X-Mock-Scope", "one"}};
    EXPECT_EQ(ask(with, "PUT", "latency", R"({"speed":4})", one).status, 200U);
    const auto of_scope = plan_for(with, chat_with("X-Mock-Scope", "one"));
    EXPECT_EQ(first_ms(of_scope), 5);
    EXPECT_EQ(speed_of(of_scope), 12);

    ask(with, "PUT", "latency", R"([{"when":{"last_user":"untimed"},"timing":{"speed":0}}])");
    const auto untimed = plan_for(with, chat("untimed"));
    EXPECT_EQ(first_ms(untimed), 40);
    EXPECT_EQ(speed_of(untimed), 0);
}

TEST(AnswerPlan, GivesTheListOfModelsTheFaultsAndTimesThatAreWanted)
{
    mock_state with{mock_settings{}};
    for (const auto* path : {"/v1/models", "/v1/models/gpt"}) {
        ask(with, "PUT", "faults", R"([{"when":{"endpoint":"models"},"error":{"status":503}}])");
        http::request from;
        from.method = "GET";
        from.path = path;
        from.headers.set("X-Mock-Latency", "250");
        const auto by_rule = plan_for(with, from);
        ASSERT_TRUE(std::holds_alternative<error_reply>(by_rule.says->content)) << path;
        EXPECT_EQ(std::get<error_reply>(by_rule.says->content).status, 503U);
        EXPECT_EQ(first_ms(by_rule), 250);

        ask(with, "PUT", "faults", "[]");
        from.headers.set("X-Mock-Fault", "reset@before_head");
        EXPECT_TRUE(plan_for(with, from).says->failure) << path;
        EXPECT_EQ(with.answers.requests_of(""), 0U);
    }
}

// Two tests in parallel: what one sets or resets, the other does not see.
TEST(AnswerPlan, KeepsFaultsAndTimesOfScopesApart)
{
    mock_state with{mock_settings{}};
    ask(with, "PUT", "fixtures", timed);
    const http::fields one{{"X-Mock-Scope", "one"}};
    const http::fields two{{"X-Mock-Scope", "two"}};
    ask(with, "PUT", "faults", R"([{"fault":{"kind":"reset"}}])", one);
    ask(with, "PUT", "faults", "[]", two);
    ask(with, "PUT", "latency", R"({"ttft_ms":70})", one);
    const auto of_one = plan_for(with, chat_with("X-Mock-Scope", "one"));
    const auto of_two = plan_for(with, chat_with("X-Mock-Scope", "two"));
    EXPECT_TRUE(of_one.says->failure);
    EXPECT_EQ(first_ms(of_one), 70);
    EXPECT_FALSE(of_two.says->failure);
    EXPECT_EQ(first_ms(of_two), 5);

    ask(with, "POST", "reset", {}, two);
    EXPECT_TRUE(plan_for(with, chat_with("X-Mock-Scope", "one")).says->failure);
    ask(with, "POST", "reset", {}, one);
    EXPECT_FALSE(plan_for(with, chat_with("X-Mock-Scope", "one")).says->failure);
    EXPECT_TRUE(with.problems.sentences().empty());
}

TEST(AnswerPlan, RemembersTheRulesOfAScopeThatMetNoRequestWhenItIsReset)
{
    mock_state with{mock_settings{}};
    with.counts.requests = 1;
    ask(with, "PUT", "faults", R"([{"fault":{"kind":"reset"}}])", {{"X-Mock-Scope", "one"}});
    ask(with, "POST", "reset?scope=one");
    const auto problems = with.sum_up().problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].find("Fault 1 of those that were set for scope \"one\" met no request"),
              std::string::npos);
}

}  // namespace
}  // namespace parley::mock
