#include "mock/default_reply.hpp"

#include "mock/tokens.hpp"
#include "mock/wire/test_scripts.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;
using kind = default_settings::kind;

asked ask(std::string_view content, std::string_view more = "")
{
    std::string body = R"({"model":"m","messages":[{"role":"user","content":)";
    body += json::serialize(json::value(content));
    return read_good(post("/v1/chat/completions", body + "}]" + std::string(more) + "}"));
}

text_reply answer(const asked& asking, const default_settings& settings)
{
    return std::get<text_reply>(make_default_reply(asking, settings).content);
}

TEST(DefaultReply, EchoesTheLastUser)
{
    EXPECT_EQ(answer(ask("How long is the leave?"), {}).text, "How long is the leave?");
}

TEST(DefaultReply, SaysAFixedText)
{
    EXPECT_EQ(answer(ask("Q"), {.as = kind::fixed, .text = "Always this."}).text, "Always this.");
}

TEST(DefaultReply, ExtractsWithCitationsWhatAnswersTheQuestion)
{
    const auto asking =
        ask("How long is the parental leave?\n\n::: sources\n"
            "handbook.pdf#page=4: Offices close at six. The parental leave is 30 days long.\n\n"
            "Benefit_Options-2.pdf: Dental care is free.\n::: end of sources");
    EXPECT_EQ(answer(asking, {.as = kind::extract}).text,
              "The parental leave is 30 days long. [handbook.pdf#page=4]");
    EXPECT_EQ(answer(asking, {.as = kind::echo}).text, "How long is the parental leave?");
}

TEST(DefaultReply, SaysWhenTheSourcesDoNotAnswer)
{
    EXPECT_EQ(answer(ask("Who won?\na.txt: Dental care is free."), {.as = kind::extract}).text,
              "The sources do not answer this question.");
}

TEST(DefaultReply, ExtractsFromToolResultsAndEchoesWithoutAny)
{
    const auto asking = read_good(post("/v1/responses", R"({"model":"m","input":[
        {"role":"user","content":"What is the weather?"},
        {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
        {"type":"function_call_output","call_id":"c","output":"The weather is fine. Shares rose."}]})"));
    EXPECT_EQ(answer(asking, {.as = kind::extract}).text, "The weather is fine.");
    EXPECT_EQ(answer(ask("Hello there"), {.as = kind::extract}).text, "Hello there");
}

TEST(DefaultReply, WritesLoremOfSoManyTokensTheSameForTheSameSeed)
{
    const auto text = answer(ask("Q"), {.as = kind::lorem, .tokens = 100, .seed = 1}).text;
    EXPECT_EQ(count_tokens(text), 100U);
    EXPECT_EQ(answer(ask("Q"), {.as = kind::lorem, .tokens = 100, .seed = 1}).text, text);
    EXPECT_NE(answer(ask("Q"), {.as = kind::lorem, .tokens = 100, .seed = 2}).text, text);
}

TEST(DefaultReply, IsCutByALimitOnTheAnswer)
{
    const auto cut = answer(ask("Q", R"(,"max_tokens":5)"), {.as = kind::lorem});
    EXPECT_EQ(count_tokens(cut.text), 5U);
    EXPECT_EQ(cut.finish_reason, "length");
    EXPECT_EQ(answer(ask("One two", R"(,"max_tokens":5)"), {}).finish_reason, "");
}

TEST(DefaultReply, CallsTheToolThatIsDemandedWithArgumentsThatFit)
{
    const auto call = answer(ask("Where?", R"(,"tool_choice":"required","tools":[{"type":"function",
        "function":{"name":"search","parameters":{"type":"object","properties":{
            "query":{"type":"string"},"top":{"type":"integer","minimum":3},
            "kind":{"enum":["a","b"]},"when":{"type":"string","format":"date"},
            "list":{"type":"array","items":{"$ref":"#/$defs/x"}}},
            "$defs":{"x":{"type":["null","boolean"]}}}}}])"),
                             {})
                          .tool_calls.at(0);
    EXPECT_EQ(call.name, "search");
    EXPECT_EQ(json::parse(call.arguments),
              json::parse(R"({"query":"Where?","top":3,"kind":"a","when":"2024-05-17","list":[true]})"));
}

TEST(DefaultReply, SpeaksAgainAfterTheResultOfATool)
{
    const auto asking = read_good(post("/v1/responses", R"({"model":"m","tool_choice":"required",
        "tools":[{"type":"function","name":"f"}],"input":[{"role":"user","content":"Q"},
        {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
        {"type":"function_call_output","call_id":"c","output":"R"}]})"));
    EXPECT_TRUE(answer(asking, {}).tool_calls.empty());
}

TEST(DefaultReply, FitsTheFormatThatIsAskedFor)
{
    auto text = answer(ask("Give json", R"(,"response_format":{"type":"json_object"})"), {}).text;
    EXPECT_EQ(json::parse(text), json::parse(R"({"answer":"Give json"})"));
    text = answer(ask("Q", R"(,"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":
        {"type":"object","properties":{"ok":{"type":"boolean"},"next":{"anyOf":[{"type":"number"}]}}}}})"),
                  {})
               .text;
    EXPECT_EQ(json::parse(text), json::parse(R"({"ok":true,"next":1})"));
}

// A schema may hold itself; the example must end.
TEST(DefaultReply, EndsASchemaThatHoldsItself)
{
    const auto text = answer(ask("Q", R"(,"response_format":{"type":"json_schema","json_schema":{"name":"s",
        "schema":{"type":"object","properties":{"next":{"$ref":"#"}}}}})"),
                             {})
                          .text;
    EXPECT_LT(text.size(), 1'000U);
}

// Sixteen items in each of sixteen levels: one request took all memory.
TEST(DefaultReply, MakesNoMoreThanSoManyValuesOfASchema)
{
    const auto text = answer(ask("Q", R"(,"response_format":{"type":"json_schema","json_schema":{"name":"s",
        "schema":{"type":"array","minItems":16,"items":{"$ref":"#"}}}})"),
                             {})
                          .text;
    EXPECT_LT(text.size(), 10'000U);
    EXPECT_TRUE(json::parse(text).is_array());
}

// A long text in the schema, again and again.
TEST(DefaultReply, CountsTheBytesOfWhatASchemaGives)
{
    const auto schema =
        R"({"type":"array","minItems":16,"items":{"anyOf":[{"type":"array","minItems":16,"items":
        {"const":")" +
        std::string(10'000, 'x') + R"("}}]}})";
    const auto text = answer(ask("Q", R"(,"response_format":{"type":"json_schema","json_schema":{"name":"s",
        "schema":)" + schema + "}}"),
                             {})
                          .text;
    EXPECT_LT(text.size(), 200'000U);
    EXPECT_TRUE(json::parse(text).is_array());
}

}  // namespace
}  // namespace parley::mock
