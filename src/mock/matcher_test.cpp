#include "mock/matcher.hpp"

#include "mock/body_hash.hpp"
#include "mock/fixtures/fixture_reader.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

std::shared_ptr<const fixture_set> set_of(const std::string& fixtures)
{
    auto read = read_fixtures("version: 1\nfixtures:\n" + fixtures, "f.yaml");
    for (const auto& each : read.mistakes) ADD_FAILURE() << to_line(each);
    return std::make_shared<const fixture_set>(std::move(read.fixtures));
}

asked question(std::string text, std::string model = "m")
{
    asked made;
    made.model = std::move(model);
    made.messages = {{"system", "You are brief."}, {"user", std::move(text)}};
    return made;
}

// The name of the fixture that answers, or the code of the miss.
std::string answered_by(matcher& by, const asked& what, std::size_t body = 0)
{
    static std::size_t other_bodies = 1000;
    const auto decided = by.decide(what, body == 0 ? ++other_bodies : body);
    if (const auto* found = std::get_if<found_reply>(&decided)) return found->fixture;
    return std::string(name_of(std::get<miss>(decided).because));
}

std::string text_by(matcher& by, const asked& what)
{
    static std::size_t other_bodies = 1;
    const auto decided = by.decide(what, ++other_bodies);
    const auto* found = std::get_if<found_reply>(&decided);
    return found == nullptr ? std::get<miss>(decided).sentence
                            : std::get<text_reply>(found->says->content).text;
}

TEST(Matcher, TakesAShortTextExactly)
{
    matcher by(set_of("  - {name: hi, when: {last_user: hi}, reply: a}\n"), {});
    EXPECT_EQ(answered_by(by, question("hi")), "hi");
    EXPECT_EQ(answered_by(by, question("architecture")), "mock_no_match");
    EXPECT_EQ(answered_by(by, question("Hi")), "mock_no_match");
}

TEST(Matcher, PrefersMoreConditionsThenMoreExactOnesThenTheFirst)
{
    matcher by(set_of("  - {name: any, reply: a}\n"
                      "  - {name: regex, when: {last_user: {regex: 'cap.*'}}, reply: a}\n"
                      "  - {name: contains, when: {last_user: {contains: 'capital'}}, reply: a}\n"
                      "  - {name: suffix, when: {last_user: {suffix: 'capital'}}, reply: a}\n"
                      "  - {name: exact, when: {last_user: 'the capital'}, reply: a}\n"
                      "  - {name: two, when: {last_user: {regex: 'x'}, model: m}, reply: a}\n"),
               {});
    EXPECT_EQ(answered_by(by, question("the capital")), "exact");
    EXPECT_EQ(answered_by(by, question("a capital")), "suffix");
    EXPECT_EQ(answered_by(by, question("a capital!")), "contains");
    EXPECT_EQ(answered_by(by, question("a cap")), "regex");
    EXPECT_EQ(answered_by(by, question("x capital")), "two");
    EXPECT_EQ(answered_by(by, question("none")), "any");
}

// The second vector was made up, in another length.
TEST(Matcher, RefusesFewerVectorsThanInputs)
{
    matcher by(set_of("  - {name: v, reply: {vectors: [[1, 0]]}}\n"), {});
    asked what;
    what.at = endpoint::embeddings;
    what.input = {"one"};
    EXPECT_EQ(answered_by(by, what), "v");
    what.input = {"one", "two"};
    EXPECT_EQ(answered_by(by, what), "mock_misfit");
    EXPECT_EQ(
        text_by(by, what),
        "Fixture \"v\" holds 1 vector, and the request has 2 inputs: `vectors` needs one for each, or leave "
        "it out to have all made from their texts.");
}

// The question is still the last user message when the tool has answered: it got the tool call for ever.
TEST(Matcher, AnswersAToolsResultBeforeTheQuestionThatCalledTheTool)
{
    matcher by(set_of("  - {name: call, when: {endpoint: chat, last_user: weather}, reply: x}\n"
                      "  - {name: result, when: {tool_result: {contains: sunny}}, reply: x}\n"),
               {});
    auto what = question("weather");
    EXPECT_EQ(answered_by(by, what), "call");
    what.messages.push_back({"assistant", ""});
    what.messages.push_back({"tool", "It is sunny.", "call_1"});
    EXPECT_EQ(answered_by(by, what), "result");
    what.messages.push_back({"assistant", "Sunny."});
    what.messages.push_back({"user", "weather"});
    EXPECT_EQ(answered_by(by, what), "call");
}

TEST(Matcher, RefusesATieUnlessItMayTakeTheFirst)
{
    const auto fixtures = set_of(
        "  - {name: one, when: {last_user: {contains: a}}, reply: a}\n"
        "  - {name: two, when: {last_user: {contains: b}}, reply: a}\n");
    matcher strict(fixtures, {});
    EXPECT_EQ(answered_by(strict, question("ab")), "mock_tie");
    EXPECT_EQ(answered_by(strict, question("b")), "two");
    matcher lenient(fixtures, {.equals = ties::first_wins});
    const auto decided = lenient.decide(question("ab"), 1);
    EXPECT_EQ(std::get<found_reply>(decided).fixture, "one");
    EXPECT_NE(std::get<found_reply>(decided).warning.find("\"two\""), std::string::npos);
}

TEST(Matcher, GivesSeveralRepliesInTurnAndThenFails)
{
    matcher by(set_of("  - {name: a, replies: [one, two]}\n"), {});
    EXPECT_EQ(text_by(by, question("q")), "one");
    EXPECT_EQ(text_by(by, question("q")), "two");
    EXPECT_NE(text_by(by, question("q")).find("has 2 replies and this is request 3"), std::string::npos);
    by.reset();
    EXPECT_EQ(text_by(by, question("q")), "one");
}

TEST(Matcher, RepeatsOrCyclesWhenTold)
{
    matcher repeats(set_of("  - {name: a, replies: [one, two], then: repeat}\n"), {});
    matcher cycles(set_of("  - {name: a, replies: [one, two], then: cycle}\n"), {});
    std::string repeated;
    std::string cycled;
    for (int i = 0; i < 4; ++i) {
        repeated += text_by(repeats, question("q")) + " ";
        cycled += text_by(cycles, question("q")) + " ";
    }
    EXPECT_EQ(repeated, "one two two two ");
    EXPECT_EQ(cycled, "one two one two ");
}

TEST(Matcher, CountsEachScopeForItself)
{
    matcher by(set_of("  - {name: first, when: {nth: 1}, reply: a}\n  - {name: later, reply: b}\n"), {});
    auto mine = question("q");
    auto yours = question("q");
    mine.scope = "mine";
    yours.scope = "yours";
    EXPECT_EQ(answered_by(by, mine), "first");
    EXPECT_EQ(answered_by(by, yours), "first");
    EXPECT_EQ(answered_by(by, mine), "later");
    by.reset("mine");
    EXPECT_EQ(answered_by(by, mine), "first");
    EXPECT_EQ(answered_by(by, yours), "later");
}

TEST(Matcher, RefusesMoreScopesThanItKeeps)
{
    matcher by(set_of("  - {name: a, reply: a}\n"), {});
    auto what = question("q");
    for (int i = 0; i < 1024; ++i) {
        what.scope = std::to_string(i);
        ASSERT_EQ(answered_by(by, what), "a");
    }
    what.scope = "one more";
    EXPECT_EQ(answered_by(by, what), "mock_too_many_scopes");
}

TEST(Matcher, StopsALoopOfIdenticalRequests)
{
    matcher by(set_of("  - {name: a, reply: a}\n"), {.same_in_a_row_max = 3});
    for (int i = 0; i < 3; ++i) EXPECT_EQ(answered_by(by, question("q"), 7), "a");
    EXPECT_EQ(answered_by(by, question("q"), 7), "mock_loop");
    EXPECT_EQ(answered_by(by, question("q"), 8), "a");
    matcher free(set_of("  - {name: a, reply: a}\n"), {.same_in_a_row_max = 0});
    for (int i = 0; i < 100; ++i) ASSERT_EQ(answered_by(free, question("q"), 7), "a");
}

TEST(Matcher, NamesTheNearestFixtureAndWhatDiffers)
{
    matcher by(set_of("  - {name: far, when: {model: x, last_user: other, stream: true}, reply: a}\n"
                      "  - {name: near, when: {model: m, last_user: 'the capital?'}, reply: a}\n"),
               {});
    const auto decided = by.decide(question("the capital"), 1);
    const auto& missed = std::get<miss>(decided);
    EXPECT_EQ(missed.nearest, "near");
    ASSERT_EQ(missed.differs.size(), 1U);
    EXPECT_EQ(missed.differs[0].field, "last_user");
    EXPECT_EQ(missed.sentence,
              "No fixture matches this request. The nearest is \"near\": last_user should be exactly \"the "
              "capital?\", and is \"the capital\".");
}

TEST(Matcher, KeepsItsPlaceInFixturesOfTheSameNameWhenTheyAreReplaced)
{
    matcher by(set_of("  - {name: a, replies: [one, two]}\n"), {});
    EXPECT_EQ(text_by(by, question("q")), "one");
    by.replace(set_of("  - {name: a, replies: [one, second]}\n  - {name: b, when: {nth: 99}, reply: c}\n"));
    EXPECT_EQ(text_by(by, question("q")), "second");
}

TEST(Matcher, LooksAtEveryField)
{
    matcher by(set_of(R"(
  - {name: tools, when: {tools: [b, a]}, reply: x}
  - {name: result, when: {tool_result: {contains: sunny}, tool_call_id: call_1}, reply: x}
  - {name: role, when: {last_role: assistant, turn: 1}, reply: x}
  - {name: system, when: {system: "One.\nTwo."}, reply: x}
  - {name: header, when: {header: {X-Team: blue}}, reply: x}
  - {name: image, when: {with_image: true}, reply: x}
  - {name: json, when: {response_format: json_schema}, reply: x}
  - {name: choice, when: {tool_choice: required}, reply: x}
  - {name: input, when: {endpoint: embeddings, input: {prefix: "passage:"}}, reply: {vectors: [[1], [2]]}}
  - {name: folded, when: {last_user: "  HOW   are\tyou ", normalise: true}, reply: x}
)"),
               {});
    asked what;
    what.tools = {"a", "b"};
    EXPECT_EQ(answered_by(by, what), "tools");
    what = {};
    what.messages = {{"user", "weather"}, {"tool", "It is sunny.", "call_1"}};
    EXPECT_EQ(answered_by(by, what), "result");
    what.messages = {{"tool", "It is sunny.", "call_1"}, {"user", "thanks"}};  // stale: no longer the last
    EXPECT_EQ(answered_by(by, what), "mock_no_match");
    what.messages = {{"user", "q"}, {"assistant", "a"}};
    EXPECT_EQ(answered_by(by, what), "role");
    what.messages = {{"system", "One."}, {"user", "q"}, {"developer", "Two."}};
    EXPECT_EQ(answered_by(by, what), "system");
    what = {};
    what.headers.set("x-team", "blue");
    EXPECT_EQ(answered_by(by, what), "header");
    what = {};
    what.messages = {{"user", "q", {}, true}};
    EXPECT_EQ(answered_by(by, what), "image");
    what = {};
    what.response_format = "json_schema";
    EXPECT_EQ(answered_by(by, what), "json");
    what = {};
    what.tool_choice = "required";
    EXPECT_EQ(answered_by(by, what), "choice");
    what = {};
    what.at = endpoint::embeddings;
    what.input = {"query: a", "passage: b"};
    EXPECT_EQ(answered_by(by, what), "input");
    EXPECT_EQ(answered_by(by, question("how are you")), "folded");
}

// The standard library's regular expressions recurse once per character and end the process here.
TEST(Matcher, SurvivesALongTextAndAPatternThatRunsAway)
{
    matcher by(set_of("  - {name: a, when: {last_user: {regex: '^(a+)+$'}}, reply: x}\n"), {});
    EXPECT_EQ(answered_by(by, question(std::string(1'000'000, 'b'))), "mock_no_match");
    EXPECT_EQ(answered_by(by, question(std::string(60, 'a') + "!")), "mock_no_match");
    EXPECT_EQ(answered_by(by, question(std::string(100'000, 'a'))), "a");
}

TEST(Matcher, TellsRequestsApartByAllOfTheirBodyButWhatIsIgnored)
{
    const auto asking = [](const char* body) {
        auto made = question("q");
        made.body = boost::json::parse(body).as_object();
        return made;
    };
    const auto first = asking(R"({"messages":[{"role":"user","content":"q"}],"seed":1,"user":"a"})");
    const auto hash = body_hash(first.body, {*read_body_path("user")});
    matcher by(set_of("  - {name: it, when: {body: {hash: " + hash + ", ignoring: [user]}}, reply: a}\n"),
               {});
    EXPECT_EQ(answered_by(by, first), "it");
    const auto reordered = asking(R"({ "user":"b", "seed":1, "messages":[{"content":"q","role":"user"}]})");
    EXPECT_EQ(answered_by(by, reordered), "it");
    const auto other = asking(R"({"messages":[{"role":"user","content":"q"}],"seed":2,"user":"a"})");
    EXPECT_EQ(answered_by(by, other), "mock_no_match");
    EXPECT_NE(hash, body_hash(first.body, {}));
}

TEST(Matcher, FillsInTemplates)
{
    matcher by(set_of(R"(
  - name: a
    template: true
    when: {last_user: {regex: 'capital of (\w+) and (\w+)'}}
    reply:
      text: "{{1}}/{{2}}, {{ model }}, {{not known}}, {{9}}: {{last_user}} {{"
      pauses: [{name: p, after: "{{1}}/"}]
      tool_calls: [{name: f, arguments: {q: "{{2}}"}}]
)"),
               {});
    const auto decided = by.decide(question("the capital of France and Spain"), 1);
    const auto& made = std::get<text_reply>(std::get<found_reply>(decided).says->content);
    EXPECT_EQ(made.text, "France/Spain, m, {{not known}}, {{9}}: the capital of France and Spain {{");
    EXPECT_EQ(made.pauses.at(0).at, 7U);
    EXPECT_EQ(made.tool_calls.at(0).arguments, R"({"q":"Spain"})");
}

TEST(Matcher, LeavesTextsWithoutTheWordTemplateAlone)
{
    matcher by(set_of("  - {name: a, reply: '{{last_user}}'}\n"), {});
    EXPECT_EQ(text_by(by, question("q")), "{{last_user}}");
}

// What a test cannot write down it copies from the miss.
TEST(Matcher, MatchesAllMessagesByTheHashThatAMissTells)
{
    matcher first(set_of("  - {name: hash, when: {messages_hash: '0'}, reply: a}\n"), {});
    const auto decided = first.decide(question("hello"), 1);
    const auto& differs = std::get<miss>(decided).differs;
    ASSERT_EQ(differs.size(), 1U);
    EXPECT_EQ(differs[0].field, "messages_hash");
    EXPECT_EQ(differs[0].got.size(), 12U);
    matcher by(set_of("  - {name: hash, when: {messages_hash: '" + differs[0].got + "'}, reply: a}\n"), {});
    EXPECT_EQ(answered_by(by, question("hello")), "hash");
    EXPECT_EQ(answered_by(by, question("hello", "other model")), "hash");
    EXPECT_EQ(answered_by(by, question("Hello")), "mock_no_match");
}

}  // namespace
}  // namespace parley::mock
